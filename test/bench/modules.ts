import { decodeBlock, decodeTransaction } from '@bystack/chain-core/protocol/codec';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { LedgerChain } from '@bystack/chain-core/testing/ledger-chain';
import { MODULES } from '../../apps/chain-node/src/registry.generated';
import { percentile } from '../support/bench';
import type { Bench } from '../support/bench';
import { MODULE_WORK, TRANSFER, type ModuleWork } from './module-work';

/** Transactions of a block; an issuing transaction makes the coins for one, which bounds it. */
const COUNT = 100;
/** Blocks before anything is measured, so that the code is compiled. */
const WARM_UP_ROUNDS = 4;

/** What a transaction of each module costs a node, beside a plain transfer on a chain without modules: they take turns, and the medians are compared. */
export const bench: Bench = async ({ runs, log }) => {
  const lines = [['transfer', new Line(TRANSFER)] as const, ...MODULES.map(({ name, version }) => [`${name}@${version}`, new Line(MODULE_WORK[`${name}@${version}`] ?? missing(name, version))] as const)];
  for (let round = 0; round < WARM_UP_ROUNDS + Math.max(runs, 5); round += 1) {
    log(round < WARM_UP_ROUNDS ? 'warming up' : `round ${round - WARM_UP_ROUNDS + 1}`);
    for (const [, line] of lines) line.run(round, round >= WARM_UP_ROUNDS);
  }
  const [, transfer] = lines[0]!;
  const ratios = lines.slice(1).map(([id, line]) => [keyOf(id), Math.round((line.microseconds / transfer.microseconds) * 100) / 100] as const);
  return { cpuMicrosecondsTransfer: Math.round(transfer.microseconds), ...Object.fromEntries(ratios), spread: Math.round(Math.max(...lines.map(([, line]) => line.spread)) * 100) / 100 };
};

/** The newest version of a module goes by its name alone. */
function keyOf(id: string): string {
  const [name, version] = id.split('@') as [string, string];
  const newest = MODULES.filter((module) => module.name === name).map((module) => module.version).sort((a, b) => Number(b.split('.')[0]) - Number(a.split('.')[0]))[0];
  return version === newest ? `cpuRatio_${name}` : `cpuRatio_${name}_${version}`;
}

function missing(name: string, version: string): never {
  throw new Error(`test/bench/module-work.ts does not say what to do with ${name}@${version}`);
}

/** One kind of transaction, on a chain of its own. */
class Line {
  readonly #work: ModuleWork;
  readonly #chain: LedgerChain;
  readonly #measured: number[] = [];

  constructor(work: ModuleWork) {
    this.#work = work;
    this.#chain = new LedgerChain(MODULES.filter(({ name, version }) => work.modules.some((choice) => choice.name === name && choice.version === version)), { validators: 1, modules: work.modules, ...(work.isMined && { pow: {} }) });
  }

  /** Of one transaction. */
  get microseconds(): number {
    return percentile(this.#measured, 0.5);
  }

  /** Of its blocks: the middle half, over the median. */
  get spread(): number {
    return (percentile(this.#measured, 0.75) - percentile(this.#measured, 0.25)) / this.microseconds;
  }

  /** Makes a block, and has another node do everything about it that costs processor time: decode, verify, check at the door, execute, and bring the state's root about. */
  run(round: number, isMeasured: boolean): void {
    const transactions = this.#work.make(this.#chain, COUNT, round);
    const { block, leftOut } = this.#chain.build(transactions);
    if (leftOut.length > 0) throw new Error(`a transaction of the benchmark is refused: ${leftOut[0]!.code}`);
    const voter = this.#chain.anotherExecutor();
    const before = process.cpuUsage();
    const held = new Map(transactions.map(({ bytes }) => [toHex(bytes.subarray(-16)), decodeTransaction(bytes)]));
    for (const transaction of held.values()) voter.check(this.#chain.head, transaction, block.header.timeMs);
    const decoded = decodeBlock(block.bytes, (bytes) => held.get(toHex(bytes.subarray(-16))));
    const { results } = voter.execute(this.#chain.head, decoded);
    const { user, system } = process.cpuUsage(before);
    if (results.some(({ outcome }) => outcome.kind !== 'accepted')) throw new Error('a transaction of the benchmark is refused');
    if (isMeasured) this.#measured.push((user + system) / COUNT);
    this.#chain.advance(transactions);
  }
}
