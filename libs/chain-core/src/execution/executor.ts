import { ChainSeats, isModuleChange, kernelModule, type Change } from '../kernel';
import { SignatureVerifier } from '../ledger/signature-verifier';
import type { ActiveModules } from '../module/active-modules';
import type { BlockScope } from '../module/contexts';
import type { Work } from '../module/work';
import { equalBytes, type Hash } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { SealedBlock, WorkSeal } from '../protocol/block';
import type { GenesisDocument } from '../protocol/genesis';
import { END_NEAR_BLOCKS } from '../protocol/end-near';
import { PROTOCOLS, rangeOf, type ProtocolRange, type ProtocolRules } from '../protocol/protocol-versions';
import { chainIdOf } from '../protocol/ids';
import type { SealedTransaction } from '../protocol/transaction';
import type { StateVersion } from '../state/state-version';
import { endsEpoch, epochAfter, isClosing } from '../protocol/epoch';
import { assembleBlock, assembleClosing, type BuildOptions, type BuiltBlock } from './build-block';
import { closingExecution } from './closing-execution';
import { checkHeader, type ParentBlock } from './check-header';
import { asFault, BlockInvalid } from './errors';
import { checkTransaction, type TransactionRules } from './execute-transaction';
import { performAtOnce } from './perform';
import { PayloadCache } from './payload-cache';
import { ProtocolInForce } from './protocol-in-force';
import { BlockRun, type Execution } from './run-block';
import { ModulesInForce } from './swap/modules-in-force';
import type { PastBlocks } from './swap/past-calls';
import { Rehearsal } from './swap/rehearsal';

/** A block and the state after it: what the next block stands on. */
export interface ExecutedParent extends ParentBlock {
  readonly state: StateVersion;
}

/**
 * Executes the blocks of one chain: for admission, for proposers, for voters. Knows no branch, clock or disk. What may call modules is work (`checking`, `building`, `executing`), so that
 * modules can be waited for; `check`, `build` and `execute` do it where no module has to be.
 */
export class Executor {
  readonly chainId: Hash;
  readonly verifier: SignatureVerifier;
  private readonly rules: TransactionRules;
  /** Versions of the protocol that this software runs. */
  readonly protocols: ProtocolRange;
  private readonly protocolInForce: ProtocolInForce;

  /** The modules of genesis, and the chain's own commands. */
  readonly modules: ActiveModules;
  private readonly inForce: ModulesInForce;

  constructor(
    private readonly genesis: GenesisDocument,
    modules: ActiveModules,
    protocols = PROTOCOLS,
  ) {
    this.protocols = rangeOf(protocols);
    // Nobody votes on a chain of proof of work.
    this.modules = genesis.consensus.engine === 'bft' ? modules.withKernel(kernelModule(genesis, modules.resolver)) : modules;
    this.inForce = new ModulesInForce(this.modules);
    this.protocolInForce = new ProtocolInForce(genesis, this.modules.kernel, protocols);
    this.chainId = chainIdOf(genesis);
    this.verifier = new SignatureVerifier(this.chainId);
    const { consensus } = genesis;
    const coinbase = consensus.engine === 'pow' ? { coinbase: consensus.coinbase } : {};
    this.rules = { ledger: genesis, verifier: this.verifier, payloads: new PayloadCache(), ...coinbase };
  }

  /**
   * For admission: whether the transaction could stand in a block on `parent` at `atMs` (at least the parent's time).
   * @throws Refusal; ExecutionFault if a module broke down over it.
   */
  *checking(parent: ExecutedParent, transaction: SealedTransaction, atMs: number): Work<void> {
    const timeMs = Math.max(atMs, parent.header.timeMs + 1);
    const scope = this.scope(parent, timeMs);
    try {
      yield* checkTransaction(scope, this.rulesAfter(parent), parent.state, transaction);
    } catch (error) {
      throw asFault(transaction.txId, error);
    }
  }

  check(parent: ExecutedParent, transaction: SealedTransaction, atMs: number): void {
    performAtOnce(this.checking(parent, transaction, atMs));
  }

  /**
   * For admission of what may break a module down: what a block on `parent` would do with it, and nothing stays.
   * @throws Refusal; ExecutionFault
   */
  *trying(parent: ExecutedParent, transaction: SealedTransaction, atMs: number): Work<void> {
    const left = this.begin(parent, Math.max(atMs, parent.header.timeMs + 1)).add(transaction);
    if (left !== undefined) yield* left;
  }

  /** For proposers: a valid block of as many candidates as fit, and what was left out and why. */
  *building(parent: ExecutedParent, options: BuildOptions): Work<BuiltBlock> {
    if (options.epoch === parent.header.epoch && endsEpoch(parent.header)) return this.close(parent, options);
    const run = this.begin(parent, options.timeMs, options.work);
    return yield* assembleBlock(run, parent, options, this.genesisOf(this.protocolAfter(parent)));
  }

  build(parent: ExecutedParent, options: BuildOptions): BuiltBlock {
    return performAtOnce(this.building(parent, options));
  }

  /**
   * For voters, and for blocks that are final.
   * @throws BlockInvalid if the block breaks a rule; ExecutionFault if executing it failed on this machine.
   */
  *executing(parent: ExecutedParent, block: SealedBlock): Work<Execution> {
    const closes = isClosing(block.header);
    checkHeader(block, parent, this.genesisOf(closes ? { version: parent.header.protocolVersion } : this.protocolAfter(parent)));
    if (closes) return closingExecution(parent);
    const run = this.begin(parent, block.header.timeMs, block.header.work);
    for (const [index, transaction] of block.transactions.entries()) {
      try {
        const left = run.add(transaction);
        if (left !== undefined) yield* left;
      } catch (error) {
        throw error instanceof Refusal ? new BlockInvalid('INVALID_TRANSACTION', { index, reason: error.code }) : error;
      }
    }
    const execution = yield* run.end(block.transactions);
    checkRoots(block, execution);
    return execution;
  }

  execute(parent: ExecutedParent, block: SealedBlock): Execution {
    return performAtOnce(this.executing(parent, block));
  }

  /** The chain as the kernel sees it after a block; undefined where nobody votes. */
  seatsAfter({ state }: ExecutedParent): ChainSeats | undefined {
    const { kernel } = this.modules;
    return kernel && new ChainSeats(kernel, state);
  }

  /** Which modules are in force for the block after this one. @throws ModuleMissing */
  modulesAfter({ state }: Pick<ExecutedParent, 'state'>): ActiveModules {
    return this.inForce.after(state).modules;
  }

  /** Which version of the protocol the block after this one is made by. @throws ProtocolMissing */
  protocolAfter({ state }: Pick<ExecutedParent, 'state'>): ProtocolRules {
    return this.protocolInForce.after(state);
  }

  /** Modules of a set that is, or was, in force after this block. @throws Refusal NO_SUCH_SET; ModuleMissing */
  modulesOfSet({ state }: Pick<ExecutedParent, 'state'>, set: number): ActiveModules {
    return this.inForce.ofSet(state, set);
  }

  /** Number of the set of modules that a block of the past was executed with, asked of a later state. */
  moduleSetAt({ state }: Pick<ExecutedParent, 'state'>, height: number): number {
    return this.inForce.setAt(state, height);
  }

  /** What a change of modules would do, tried out on live states. @param parentOf the newest final block, whenever it is asked @param blocks that are here @throws Refusal PAYLOAD_INVALID; UNKNOWN_MODULE where nobody votes */
  rehearse(parentOf: () => ExecutedParent, asked: Json, blocks: PastBlocks): Rehearsal {
    const parent = parentOf();
    const { kernel } = this.modules;
    const fault = (kernel ?? refuse('UNKNOWN_MODULE', { module: 'kernel' })).payloadFault('propose-change', asked);
    if (fault !== undefined) refuse('PAYLOAD_INVALID', { path: fault.path, rule: fault.rule, reason: fault.message });
    const { changes } = asked as unknown as { readonly changes: readonly Change[] };
    if (!changes.every(isModuleChange)) refuse('PAYLOAD_INVALID', { path: '/changes', rule: 'kind', reason: 'only changes of modules can be tried out' });
    return new Rehearsal(this.scope(parent, parent.header.timeMs + 1), () => parentOf().state, changes, blocks);
  }

  /** Whether a change is to take effect within a few blocks or records are being carried over, so that an idle chain makes blocks rather than wait for its heartbeats. */
  wantsBlocks(parent: ExecutedParent): boolean {
    const { height } = parent.header;
    const isNear = (lastHeight: number): boolean => lastHeight > height && lastHeight - height <= END_NEAR_BLOCKS;
    const { force } = this.inForce.after(parent.state);
    this.protocolAfter(parent); // Whoever cannot go on finds out now, and not when somebody has a transaction.
    if (force?.due !== undefined && (isNear(force.due.lastHeight) || this.isMigrating(parent))) return true;
    const seats = this.seatsAfter(parent);
    return isNear(seats?.epoch().lastHeight ?? 0) || isNear(seats?.protocol().due?.lastHeight ?? 0);
  }

  private isMigrating(parent: ExecutedParent): boolean {
    return this.seatsAfter(parent)!.isMigrating();
  }

  private close(parent: ExecutedParent, options: BuildOptions): BuiltBlock {
    return { block: assembleClosing(parent, options), execution: closingExecution(parent), leftOut: [] };
  }

  private begin(parent: ExecutedParent, timeMs: number, work?: Pick<WorkSeal, 'minerKey'>): BlockRun {
    const scope = this.scope(parent, timeMs);
    const rewarded = work && { chainId: this.chainId, height: scope.height, parentId: parent.id, minerKey: work.minerKey };
    return new BlockRun(scope, this.rulesAfter(parent), parent.state, { parentId: parent.id, epoch: epochAfter(parent.header) }, rewarded);
  }

  /** As it is with the version of the protocol that is in force. */
  private genesisOf({ version }: Pick<ProtocolRules, 'version'>): GenesisDocument {
    return version === this.genesis.protocolVersion ? this.genesis : { ...this.genesis, protocolVersion: version };
  }

  private rulesAfter(parent: ExecutedParent): TransactionRules {
    const { transactionBytesMax } = this.protocolAfter(parent);
    const { ledger } = this.rules;
    if (transactionBytesMax >= ledger.limits.transactionBytesMax) return this.rules;
    return { ...this.rules, ledger: { assets: ledger.assets, limits: { ...ledger.limits, transactionBytesMax } } };
  }

  private scope(parent: ExecutedParent, timeMs: number): BlockScope {
    return { modules: this.modulesAfter(parent), chainId: this.chainId, height: parent.header.height + 1, timeMs };
  }
}

function checkRoots({ header }: SealedBlock, execution: Execution): void {
  for (const root of ['transactionsRoot', 'resultsRoot', 'stateRoot'] as const) {
    if (!equalBytes(header[root], execution[root])) throw new BlockInvalid('WRONG_ROOT', { root });
  }
  if (!equalBytes(header.nextCommitteeHash, execution.nextCommitteeHash ?? header.committeeHash)) throw new BlockInvalid('WRONG_NEXT_COMMITTEE');
}
