import type { Bytes, Hash } from '../primitives/bytes';
import { endsEpoch } from '../protocol/epoch';
import type { SealedTransaction } from '../protocol/transaction';
import type { ChainStore, FinalRecord, StateStore } from '../storage';
import type { ExecutedBlock } from './executed-block';
import { NODE } from './limits';

/** Blocks that became final together, oldest first. */
export interface FinalPath {
  readonly blocks: readonly ExecutedBlock[];
  /** Blocks that closed the epoch of the last one; then the certificate is the last of these. */
  readonly closing: readonly ExecutedBlock[];
  readonly certificate: Bytes;
}

export interface CommitParts {
  readonly store: ChainStore;
  /** The state of the newest final block on disk. */
  readonly states: StateStore;
  /** Transactions and results of older blocks are forgotten; undefined: never. */
  readonly keepBlocks?: number | undefined;
  /** The state is the one after this block, and will be until this returns. `certificate`: the block's own, if it has one. */
  onSettled(block: ExecutedBlock, certificate: Bytes | undefined): void;
  /** Blocks from this height on must not be forgotten; undefined: no block need be kept. */
  neededFrom(): number | undefined;
  /** These blocks are on disk now: whoever waits may be told. */
  onDurable(paths: readonly FinalPath[]): void;
  /** The backlog is gone. */
  onIdle(): void;
  onFatal(error: unknown): void;
}

/**
 * Takes final blocks to the disk while consensus goes on. What a crash finds at each step:
 *   1. one synchronous batch makes blocks, results, indexes and changes of the state durable: before it nothing happened, and peers and the
 *      vote log still have the blocks; after it everything did;
 *   2. the state takes the changes over, and the versions settle: a crash from here on makes them again from 1;
 *   3. only now waiters, events and peers hear of it: nothing is acknowledged that a crash could lose.
 * Blocks that become final while a batch is under way share the next one, as far as they fit: between two batches everything else has its turn. Checkpoints of the state are made beside all this.
 */
export class CommitQueue {
  readonly #parts: CommitParts;
  #waiting: FinalPath[] = [];
  /** Paths that were pushed, and that are durable, since the start. */
  #pushed = 0;
  #durable = 0;
  #callbacks: { readonly after: number; readonly call: () => void }[] = [];
  #running: Promise<void> | undefined;
  #checkpointing: Promise<void> | undefined;
  #settledHeight: number;

  constructor(parts: CommitParts) {
    this.#parts = parts;
    this.#settledHeight = parts.store.final!.height;
  }

  get isFull(): boolean {
    return this.#waiting.length >= NODE.commitBacklogMax;
  }

  push(path: FinalPath): void {
    this.#waiting.push(path);
    this.#pushed += 1;
    this.#start();
  }

  /** Calls back once all that was pushed so far is durable. */
  afterAll(call: () => void): void {
    if (this.#running === undefined) return call();
    this.#callbacks.push({ after: this.#pushed, call });
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Lets what is final reach the disk, and spares the next start the work of making it again. */
  async close(): Promise<void> {
    await this.idle();
    await this.#checkpointing;
    if (this.#parts.states.checkpointHeight < this.#settledHeight) await this.#checkpoint();
  }

  #start(): void {
    this.#running ??= this.#run().catch((error: unknown) => {
      this.#running = undefined;
      this.#parts.onFatal(error);
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const paths = this.#waiting.splice(0, batchOf(this.#waiting));
      await this.#parts.store.commit(paths.flatMap(recordsOf)); // 1
      for (const { blocks, certificate } of paths) blocks.forEach((block, i) => this.#settle(block, i === blocks.length - 1 ? certificate : undefined)); // 2
      this.#parts.onDurable(paths); // 3
      this.#durable += paths.length;
      this.#callBack();
      await this.#prune();
    }
    this.#running = undefined; // At once: whoever is called back, or hears that this is idle, may push more.
    this.#callBack();
    this.#parts.onIdle();
  }

  #callBack(): void {
    while (this.#callbacks[0] !== undefined && this.#callbacks[0].after <= this.#durable) this.#callbacks.shift()!.call();
  }

  /** A few at a time, so that a node that is told to keep fewer does not stand still over it. */
  async #prune(): Promise<void> {
    const { store, keepBlocks, neededFrom } = this.#parts;
    if (keepBlocks !== undefined) await store.prune(Math.min(neededFrom() ?? Infinity, this.#settledHeight + 1 - keepBlocks), NODE.pruneBlocksMax);
  }

  #settle(block: ExecutedBlock, certificate: Bytes | undefined): void {
    const { state, height } = block;
    const { states } = this.#parts;
    let changes = 0;
    let bytes = 0;
    for (const [key, value] of state.changes()) {
      changes += 1;
      bytes += key.length + (value?.length ?? 0);
    }
    state.settle();
    states.settled(changes, bytes);
    this.#settledHeight = height;
    this.#parts.onSettled(block, certificate);
    if (!states.wantsCheckpoint) return;
    this.#checkpointing = this.#checkpoint().catch((error: unknown) => this.#parts.onFatal(error));
  }

  async #checkpoint(): Promise<void> {
    const { states, store } = this.#parts;
    await store.forgetStateChanges(await states.checkpoint(() => this.#settledHeight));
  }
}

/** How many of the paths go to the disk together. */
function batchOf(waiting: readonly FinalPath[]): number {
  let [paths, blocks, bytes] = [0, 0, 0];
  for (const path of waiting) {
    blocks += path.blocks.length;
    bytes += path.blocks.reduce((sum, { block }) => sum + block.bytes.length, 0);
    if (paths > 0 && (blocks > NODE.batchBlocksMax || bytes > NODE.batchBytesMax)) break;
    paths += 1;
  }
  return paths;
}

function idOf({ txId }: SealedTransaction): Hash {
  return txId;
}

function recordsOf({ blocks, closing, certificate }: FinalPath): FinalRecord[] {
  return blocks.map(({ block, state, resultLeaves }, i) => ({
    height: block.header.height,
    blockId: block.id,
    block: block.bytes,
    txIds: block.transactions.map(idOf),
    results: resultLeaves,
    certificate: i === blocks.length - 1 && certificate.length > 0 ? certificate : undefined,
    ...(endsEpoch(block.header) ? { handOver: { epoch: block.header.epoch, closing: closing.map((each) => each.block.bytes) } } : {}),
    stateWrites: state.changes(),
  }));
}
