import { perform, whenDone, type Executor } from '../execution';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { endsEpoch } from '../protocol/epoch';
import type { SealedTransaction } from '../protocol/transaction';
import { Admission } from './admission';
import { BlockMaker, refOf, type Turn } from './block-maker';
import { BlockTree } from './block-tree';
import { ChainReader } from './chain-reader';
import type { Clock } from './clock';
import { CommitQueue } from './commit-queue';
import type { FinalPath } from './commit-queue';
import type { EngineInput } from './engine-input';
import type { ExecutedBlock } from './executed-block';
import { NODE } from './limits';
import type { NodeLog } from './node-log';
import type { OpenChain } from './open-chain';
import { SNAPSHOT } from '../sync';
import { Snapshots } from './snapshots';
import { abandonedTransactions } from './take-back';
import { Waiters } from './waiters';

export interface CoreOptions {
  readonly turn: Turn;
  readonly blockTransactionsMax: number;
  readonly blockBytesMax: number;
  /** Transactions and results of older blocks are forgotten; undefined: never. */
  readonly keepBlocks: number | undefined;
  /** On chains of proof of work: who gets the rewards of blocks made here, and how far apart in time blocks are whose states are offered. */
  readonly work?: { readonly minerKey: PublicKey; readonly snapshotSpanMs: number };
}

export interface CoreParts {
  readonly chain: OpenChain;
  readonly executor: Executor;
  readonly clock: Clock;
  readonly log: NodeLog;
  /** Tells the engine, if there is one. */
  tellEngine(input: EngineInput): void;
  /** Has another thread verify a block's signatures; what it did not vouch for is verified when the block is executed. */
  checkSignatures(block: SealedBlock): Promise<void>;
  /** A client's transaction was admitted: validators should hear of it. `fromSeat`: they did already. */
  onAdmitted(transaction: SealedTransaction): void;
  /** The newest final block is the last of its epoch: the engine must not go on, and nothing of the next epoch may begin before that block is on disk. */
  onEpochOver(): void;
  /** Final and on disk. */
  onDurable(blocks: readonly ExecutedBlock[]): void;
  /** The disk has caught up with consensus. */
  onDiskIdle(): void;
  onFatal(error: unknown): void;
}

/** What a node does with blocks and transactions, whoever brings them: consensus, sync, peers or clients. */
export class NodeCore {
  readonly tree: BlockTree;
  readonly maker: BlockMaker;
  readonly admission: Admission;
  readonly commits: CommitQueue;
  readonly waiters: Waiters;
  readonly reader: ChainReader;
  readonly snapshots: Snapshots;
  readonly #parts: CoreParts;
  /** Final, on their way to the disk. */
  #undurable: ExecutedBlock[] = [];
  #finalCertificate: Bytes;
  /** Whose signatures another thread is verifying, or has. */
  readonly #checking = new WeakMap<SealedBlock, Promise<void>>();
  /** What sync brought last is on disk. */
  #followed: Promise<void> = Promise.resolve();
  readonly #announcedAtHead = new WeakSet<ExecutedBlock>();
  #toldWork = false;
  #workScheduled = false;
  #expiredAtMs = 0;
  transactionsFinal = 0;

  constructor(options: CoreOptions, parts: CoreParts) {
    const { chain, executor, clock, log } = parts;
    this.#parts = parts;
    this.#finalCertificate = chain.certificate;
    this.tree = new BlockTree(chain.final);
    this.waiters = new Waiters({ clock });
    this.reader = new ChainReader({ store: chain.store, tree: this.tree, undurable: () => this.#undurable, committeeOf: (epoch) => executor.seatsAfter(this.tree.final.asParent)!.committee(epoch) });
    this.snapshots = new Snapshots({ final: chain.final, blockBytesMax: options.blockBytesMax, spanMs: options.work?.snapshotSpanMs ?? SNAPSHOT.spanMs, isCertified: options.work === undefined }, { executor, clock, log, store: chain.store, states: chain.states, final: () => this.tree.final });
    this.admission = new Admission({
      executor, clock, log, tree: this.tree,
      isRecorded: (txId) => this.reader.isRecorded(txId),
      onAdmitted: (transaction) => this.#admitted(transaction),
      onDropped: (txId) => void clock.later(NODE.letGoGraceMs, () => this.waiters.wake(txId, 'final')),
    });
    this.maker = new BlockMaker({ ...options, ...(options.work && { minerKey: options.work.minerKey }) }, {
      executor, clock, log, tree: this.tree, mempool: this.admission.mempool,
      onLeftOut: (leftOut) => this.admission.leftOut(leftOut),
    });
    this.commits = new CommitQueue({
      store: chain.store, states: chain.states, keepBlocks: options.keepBlocks,
      onSettled: (block, certificate) => this.snapshots.settled(block, certificate),
      neededFrom: () => this.snapshots.neededFrom,
      onDurable: (paths) => this.#durable(paths),
      onIdle: () => parts.onDiskIdle(),
      onFatal: (error) => parts.onFatal(error),
    });
  }

  /** The newest final block's own certificate; empty for genesis. */
  get finalCertificate(): Bytes {
    return this.#finalCertificate;
  }

  /** Whether there is hardly anything to do but to wait. */
  get isIdle(): boolean {
    return this.admission.mempool.size < NODE.busyTransactionsMin;
  }

  /** Consensus says what it would build on. */
  headIs(id: Hash): void {
    const before = this.tree.head;
    this.tree.setHead(id);
    for (const transaction of abandonedTransactions(this.tree, before)) this.admission.takeBack(transaction);
    for (const executed of this.tree.branch(id)) {
      if (this.#announcedAtHead.has(executed)) break;
      this.#announcedAtHead.add(executed);
      for (const { txId } of executed.block.transactions) this.waiters.wake(txId, 'head');
    }
  }

  /** This block can never be undone, and with it its ancestors. What follows is the disk's (see CommitQueue). */
  finalIs(id: Hash, certificate: Bytes): void {
    const { blocks, closing } = this.tree.finalise(id);
    if (blocks.length === 0) {
      if (!equalBytes(id, this.tree.final.block.id)) this.#mustBeOld(id);
      return;
    }
    this.#finalCertificate = certificate;
    this.#undurable.push(...blocks);
    this.#forgetFinal(blocks);
    this.commits.push({ blocks, closing, certificate });
    this.#tellWork();
    if (endsEpoch(this.tree.final.block.header)) this.#parts.onEpochOver();
  }

  /** Sync has verified final blocks and will soon bring them. */
  comes(blocks: readonly SealedBlock[]): void {
    for (const block of blocks) this.#checking.set(block, this.#parts.checkSignatures(block));
  }

  /** Sync brought verified final blocks, oldest first. Resolves when those before them are on disk; with the last block of an epoch, when that is. */
  async follow(blocks: readonly SealedBlock[], certificate: Bytes): Promise<void> {
    for (const block of blocks) {
      await this.#checking.get(block);
      if (block.header.height > this.tree.final.height) await perform(this.maker.follow(block));
      await new Promise((resolve) => setImmediate(resolve)); // Consensus and clients go on meanwhile.
    }
    const last = blocks.at(-1);
    if (last === undefined || last.header.height <= this.tree.final.height) return;
    this.finalIs(last.id, certificate);
    // A new epoch begins from the disk.
    if (endsEpoch(this.tree.final.block.header)) return this.commits.idle();
    this.#parts.tellEngine({ kind: 'advanced', block: refOf(last), blocks: blocks.map(({ header }) => header), certificate });
    await this.#followed;
    this.#followed = new Promise((resolve) => this.commits.afterAll(resolve));
  }

  #admitted(transaction: SealedTransaction): void {
    this.#parts.onAdmitted(transaction);
    if (this.#workScheduled) return;
    this.#workScheduled = true;
    process.nextTick(() => {
      this.#workScheduled = false;
      this.#toldWork = false;
      this.#tellWork();
    });
  }

  /** Another engine takes over: it knows nothing yet. */
  tellAfresh(): void {
    this.#toldWork = false;
    this.#tellWork();
  }

  #tellWork(): void {
    const waiting = this.admission.mempool.size > 0 || this.#parts.executor.wantsBlocks(this.tree.final.asParent);
    if (waiting === this.#toldWork) return;
    this.#toldWork = waiting;
    this.#parts.tellEngine({ kind: 'work', waiting });
  }

  /** Takes out of the mempool what is final, and what can no longer be. */
  #forgetFinal(blocks: readonly ExecutedBlock[]): void {
    const { mempool } = this.admission;
    const { timeMs } = this.tree.final.block.header;
    const nowMs = this.#parts.clock.nowMs();
    for (const { block } of blocks) this.admission.backlog.finalised(block.transactions.length, nowMs);
    const lost: SealedTransaction[] = [];
    for (const { block, results } of blocks) {
      for (let i = 0; i < block.transactions.length; i += 1) lost.push(...mempool.removeFinal(block.transactions[i]!, results[i]?.outcome.kind === 'accepted'));
    }
    if (timeMs - this.#expiredAtMs >= NODE.expireMsMin) {
      this.#expiredAtMs = timeMs;
      lost.push(...mempool.removeExpired(timeMs));
    }
    void whenDone(perform(this.admission.lost(lost)), () => lost.forEach(({ txId }) => this.waiters.wake(txId, 'final')), this.#parts.onFatal);
  }

  #durable(paths: readonly FinalPath[]): void {
    const blocks = paths.flatMap((path) => path.blocks);
    this.#undurable.splice(0, blocks.length);
    this.tree.durable(blocks);
    this.reader.remember(blocks);
    for (const { block } of blocks) {
      this.transactionsFinal += block.transactions.length;
      for (const { txId } of block.transactions) this.waiters.wake(txId, 'final');
    }
    this.#parts.onDurable(blocks);
  }

  /** Consensus calls a block final that this node has not executed: it found it invalid, or its own state is wrong. Either way it must stop. */
  #mustBeOld(id: Hash): void {
    if (this.reader.heightOf(id) !== undefined || this.reader.undurableHeightOf(id) !== undefined) return;
    throw new Error(`block ${toHex(id)} is final, but this node found it invalid or never executed it`);
  }
}
