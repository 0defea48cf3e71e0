import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import { keyPairFromSeed, type KeyPair } from '@bystack/chain-core/crypto/sign';
import { fromHex, utf8 } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { PoisonAnswer, PoisonOrder, PoisonTold } from './poison-orders';

const BATCH = 100;
/** Batches on their way to each node. */
const BATCHES_PER_NODE = 2;
/** After a batch of which some were told to come back. */
const PAUSE_MS = 50;
const WINDOW_MS = 110_000;
const COMES_BACK = ['MEMPOOL_FULL', 'TOO_MANY_FAULTS'];

/** A call of the module `counter` that throws when it is applied. */
export function signPoison(chainId: Uint8Array, signer: KeyPair, salt: number, nowMs: number): Uint8Array {
  const calls = [{ module: 'counter', command: 'break', actor: signer.publicKey, payload: utf8('{}') }];
  return signTransaction(chainId, { validFromMs: nowMs - 5_000, validUntilMs: nowMs - 5_000 + WINDOW_MS, salt, inputs: [], outputs: [], calls }, [signer]).bytes;
}

export function poisonKey(number: number): KeyPair {
  return keyPairFromSeed(createHash('sha256').update(`poison ${number}`).digest());
}

/** Sends to every node as fast as it answers, what was told to come back first; what was signed ahead first, then fresh ones. */
class PoisonProcess {
  readonly #chainId: Uint8Array;
  readonly #nodes: readonly NodeProcess[];
  readonly #agent = new Agent({ keepAlive: true, timeout: 3_000 });
  #signers: readonly KeyPair[] = [];
  #ready: Uint8Array[] = [];
  #salt = 0;
  #isOn = false;
  #workers: Promise<unknown> = Promise.resolve();
  #startedAt = 0;
  #offered = 0;
  #accepted = 0;
  #refused: Record<string, number> = {};

  constructor({ chainId, folders }: PoisonTold) {
    this.#chainId = fromHex(chainId)!;
    this.#nodes = folders.map((folder) => new NodeProcess({ folder, program: '' }));
  }

  async obey({ phase, transactions = 0, signers = 1 }: PoisonOrder): Promise<PoisonAnswer> {
    if (phase === 'prepare') this.#prepare(transactions, signers);
    else if (phase === 'start') this.#start();
    else await this.#stop();
    return { offered: this.#offered, accepted: this.#accepted, refused: this.#refused, seconds: (performance.now() - this.#startedAt) / 1000 };
  }

  #prepare(transactions: number, signers: number): void {
    this.#signers = Array.from({ length: signers }, (_, number) => poisonKey(number));
    this.#ready = Array.from({ length: transactions }, () => this.#sign());
  }

  #start(): void {
    this.#isOn = true;
    this.#startedAt = performance.now();
    this.#offered = this.#accepted = 0;
    this.#refused = {};
    this.#workers = Promise.all(this.#nodes.flatMap((node) => Array.from({ length: BATCHES_PER_NODE }, () => this.#send(node))));
  }

  async #stop(): Promise<void> {
    this.#isOn = false;
    await this.#workers;
  }

  async #send(node: NodeProcess): Promise<void> {
    while (this.#isOn) if ((await this.#batch(node)) > 0) await sleep(PAUSE_MS);
  }

  /** @returns how many are to come back */
  async #batch(node: NodeProcess): Promise<number> {
    const sent = Array.from({ length: BATCH }, () => this.#ready.pop() ?? this.#sign());
    const answer = await node.call('POST', '/transactions/batch', { body: joinPrefixed(sent), agent: this.#agent });
    const { results, code } = answer.json() as { results?: { problem?: { code: string } }[]; code?: string };
    const codes = results?.map(({ problem }) => problem?.code) ?? sent.map(() => code);
    for (const each of codes) this.#count(each);
    const again = sent.filter((_, i) => COMES_BACK.includes(codes[i] ?? ''));
    this.#ready.push(...again);
    return again.length;
  }

  #count(code: string | undefined): void {
    this.#offered += 1;
    if (code === undefined) this.#accepted += 1;
    else this.#refused[code] = (this.#refused[code] ?? 0) + 1;
  }

  #sign(): Uint8Array {
    this.#salt += 1;
    return signPoison(this.#chainId, this.#signers[this.#salt % this.#signers.length]!, this.#salt, Date.now());
  }
}

function main(): void {
  const poison = new PoisonProcess(JSON.parse(process.env['BENCH_POISON']!) as PoisonTold);
  process.on('message', (order: PoisonOrder) => {
    poison.obey(order).then(
      (answer) => process.send!(answer),
      (error: Error) => process.send!({ error: error.message }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send!('ready');
}

if (require.main === module) main();
