import { rm } from 'node:fs/promises';
import { setImmediate as pause } from 'node:timers/promises';
import type { Bytes, Hash } from '../primitives/bytes';
import { invariant, refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { StorageFailed } from '../storage';
import { damagedPart, IndexDamaged } from './damage';
import { followBlock } from './follow-block';
import { HoldingsStore } from './holdings-store';
import { HOLDINGS } from './limits';

/** Final blocks, by height. @throws Refusal BLOCK_PRUNED for one that is not here any more */
export interface FinalBlocks {
  readonly finalHeight: number;
  block(height: number): SealedBlock | undefined;
  resultLeaves(height: number): readonly Bytes[];
}
export interface KeptIndexOptions {
  readonly dir: string;
  readonly chainId: Hash;
}
/** What operators should hear of. */
export type HoldingsLog = (words: string, facts: Readonly<Record<string, unknown>>) => void;

/**
 * The index on disk, made from final blocks when somebody asks, from where the last question left it: a node that nobody asks does nothing
 * for it. What is damaged is begun anew, once.
 */
export class KeptIndex {
  readonly #options: KeptIndexOptions;
  readonly #blocks: FinalBlocks;
  readonly #log: HoldingsLog;
  #store: Promise<HoldingsStore> | undefined;
  #following: Promise<void> | undefined;
  /** Closed, because they were found wanting. */
  readonly #dropped = new WeakSet<HoldingsStore>();
  #removing: Promise<void> | undefined;
  /** Parts that were damaged since this node began: begun anew once for each. */
  readonly #damaged = new Set<string>();
  #givenUp: string | undefined;
  #closed = false;

  constructor(options: KeptIndexOptions, blocks: FinalBlocks, log: HoldingsLog) {
    this.#options = options;
    this.#blocks = blocks;
    this.#log = log;
  }

  /** Reads it as of the newest final block. @throws as HoldingsIndex.balances */
  async read<T>(read: (store: HoldingsStore) => T | Promise<T>): Promise<T> {
    const store = await this.#upToDate();
    return this.#judged(store, () => read(store));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#following?.catch(() => undefined);
    await this.#removing;
    await (await this.#store?.catch(() => undefined))?.close();
  }

  async #upToDate(): Promise<HoldingsStore> {
    invariant(!this.#closed, 'nobody asks a node that was closed');
    const store = await this.#opened();
    const { finalHeight } = this.#blocks;
    const missing = finalHeight - store.height;
    if (missing <= 0) return store;
    this.#following ??= this.#follow(store).finally(() => (this.#following = undefined));
    if (missing > HOLDINGS.blocksAtOnce) {
      this.#following.catch(() => undefined); // Whoever asks next hears of it.
      this.#behind(Math.max(0, store.height));
    }
    await this.#following;
    return store;
  }

  async #opened(): Promise<HoldingsStore> {
    await this.#removing;
    if (this.#givenUp !== undefined) refuse('HOLDINGS_UNAVAILABLE', { reason: this.#givenUp });
    this.#store ??= this.#open();
    try {
      return await this.#store;
    } catch (error) {
      this.#store = undefined;
      if (error instanceof StorageFailed || error instanceof IndexDamaged) refuse('HOLDINGS_UNAVAILABLE', { reason: this.#givenUp ?? error.message });
      throw error;
    }
  }

  async #open(): Promise<HoldingsStore> {
    const { dir, chainId } = this.#options;
    try {
      return await HoldingsStore.open(dir, chainId);
    } catch (error) {
      const part = damagedPart(error);
      if (part === undefined || !this.#mayBeginAnew(part, error)) throw error;
      await rm(dir, { recursive: true, force: true });
      return HoldingsStore.open(dir, chainId);
    }
  }

  /** Block by block, and something else in between. */
  async #follow(store: HoldingsStore): Promise<void> {
    while (!this.#closed && store.height < this.#blocks.finalHeight) {
      const height = store.height + 1;
      // What is wrong with the chain itself is for the node to judge.
      const [block, leaves] = [this.#blocks.block(height)!, this.#blocks.resultLeaves(height)];
      await this.#judged(store, () => this.#followOne(store, block, leaves));
      await pause();
    }
  }

  /** Nothing of a block is in the index before all of it is. */
  async #followOne(store: HoldingsStore, block: SealedBlock, leaves: readonly Bytes[]): Promise<void> {
    const changes = store.changes();
    const steps = followBlock(changes, this.#options.chainId, block, leaves);
    for (let count = 1; steps.next().done !== true; count += 1) {
      if (count % HOLDINGS.stepsAtOnce !== 0) continue;
      await pause();
      if (this.#closed) return;
    }
    await store.commit(block.header.height, changes);
  }

  /** Damage is begun anew; of a disk that does not work whoever asks is told, and the next question tries again; anything else is not the index's. */
  async #judged<T>(store: HoldingsStore, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.#dropped.has(store)) this.#behind(0); // Somebody else's question found out.
      const part = damagedPart(error);
      if (part === undefined && !(error instanceof StorageFailed)) throw error;
      await this.#drop(store, part !== undefined && this.#mayBeginAnew(part, error));
      if (part !== undefined && this.#givenUp === undefined) this.#behind(0);
      return refuse('HOLDINGS_UNAVAILABLE', { reason: this.#givenUp ?? (error as Error).message });
    }
  }

  /** Whoever asks next opens it again, or one without anything in it. */
  async #drop(store: HoldingsStore, isRemoved: boolean): Promise<void> {
    this.#dropped.add(store);
    this.#store = undefined;
    this.#removing = (isRemoved ? store.remove(this.#options.dir) : store.close()).catch(() => undefined); // What cannot be removed is found wanting again.
    await this.#removing;
  }

  /** What is damaged again in the same part would be for ever: on such a disk nothing is kept account of. */
  #mayBeginAnew(part: string, error: unknown): boolean {
    const reason = error instanceof Error ? error.message : String(error);
    const isNew = !this.#damaged.has(part);
    this.#damaged.add(part);
    if (!isNew) this.#givenUp = `damaged again after it was made anew (${reason}); it is tried again when the node is started`;
    this.#log(isNew ? 'who holds what is counted anew: the index of it is damaged' : 'who holds what is counted no more: the index of it is damaged again', { part, reason });
    return isNew;
  }

  #behind(height: number): never {
    return refuse('HOLDINGS_BEHIND', { height, finalHeight: this.#blocks.finalHeight });
  }
}
