import { rm } from 'node:fs/promises';
import { setImmediate as pause } from 'node:timers/promises';
import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { invariant, refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { decodeOutput } from '../protocol/codec';
import type { OutPoint, Output } from '../protocol/transaction';
import { StorageFailed } from '../storage';
import { damagedPart, IndexDamaged, readOwn } from './damage';
import { followBlock } from './follow-block';
import { NO_SPACE } from './holders';
import { HoldingsStore } from './holdings-store';
import { assetKey, balancePrefix, heldPrefix, outputKey, pointText, spaceIn, TABLES } from './keys';
import { HOLDINGS } from './limits';
import { addBalances, decodeAsset, decodeBalance, NO_BALANCE, type AssetRecord, type Balance } from './records';

/** Final blocks, by height. @throws Refusal BLOCK_PRUNED for one that is not here any more */
export interface FinalBlocks {
  readonly finalHeight: number;
  block(height: number): SealedBlock | undefined;
  resultLeaves(height: number): readonly Bytes[];
}
export interface HoldingsOptions {
  readonly dir: string;
  readonly chainId: Hash;
  /** Whether a module that is in force after the newest final block has this space: while it does, what is locked to it is not its owners’ to spend. */
  readonly isInForce: (space: string) => boolean;
}
/** What operators should hear of. */
export type HoldingsLog = (words: string, facts: Readonly<Record<string, unknown>>) => void;
const HASH_BYTES = 32;
/** The rest of its key, and its value. */
type Entry = readonly [string, Bytes];

/** An answer as of a final block. */
export interface AsOf<T> {
  readonly height: number;
  readonly items: readonly T[];
}
export interface Held extends Balance {
  readonly assetId: Hash;
}
export interface HeldOutput extends OutPoint {
  readonly output: Output;
}
export interface Asset extends AssetRecord {
  readonly assetId: Hash;
}

/**
 * Who holds what, by key. The ledger itself knows outputs only by who made them, and needs no more; this is for people. It is made from final blocks when somebody asks, from where the last
 * question left it: a node that nobody asks does nothing for it.
 */
export class HoldingsIndex {
  readonly #options: HoldingsOptions;
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

  constructor(options: HoldingsOptions, blocks: FinalBlocks, log: HoldingsLog) {
    this.#options = options;
    this.#blocks = blocks;
    this.#log = log;
  }

  /** What a key holds, by asset. @throws Refusal HOLDINGS_BEHIND {height, finalHeight}: come back a little later; BLOCK_PRUNED: only a node that keeps everything can say; HOLDINGS_UNAVAILABLE {reason}: the disk, or damage that comes back. */
  async balances(owner: PublicKey, limit: number, after?: Hash): Promise<AsOf<Held>> {
    return this.#read(async (store) => {
      const { height, entries } = await this.#acrossSpaces(store, (space) => store.range(balancePrefix({ owner, space }), after && toBinary(after), limit));
      const sums = new Map<string, Balance>();
      for (const [key, value] of entries) sums.set(key, addBalances(sums.get(key) ?? NO_BALANCE, readOwn('balance', decodeBalance, value)));
      return { height, items: [...sums].slice(0, limit).map(([key, balance]) => ({ assetId: hashIn(key), ...balance })) };
    });
  }

  /** Unspent outputs of an asset that a key can spend, alone or with others. @throws as `balances` */
  async outputs(owner: PublicKey, assetId: Hash, limit: number, after?: OutPoint): Promise<AsOf<HeldOutput>> {
    return this.#read(async (store) => {
      const { height, entries } = await this.#acrossSpaces(store, (space) => store.range(heldPrefix({ owner, space }, assetId), after && pointText(after), limit));
      const items = entries.slice(0, limit).flatMap(([key]) => {
        const outPoint = pointIn(key);
        const bytes = store.get(outputKey(outPoint));
        // A question that came later may have gone on to another block meanwhile.
        return bytes === undefined ? [] : [{ ...outPoint, output: readOwn('output', decodeOutput, bytes) }];
      });
      return { height, items };
    });
  }

  /** Everything that was ever issued here. @throws as `balances` */
  async assets(limit: number, after?: Hash): Promise<AsOf<Asset>> {
    return this.#read(async (store) => {
      const { height } = store;
      const entries = await store.range(TABLES.asset, after && toBinary(after), limit);
      return { height, items: entries.map(([key, value]) => ({ assetId: hashIn(key), ...readOwn('asset', decodeAsset, value) })) };
    });
  }

  /** @throws as `balances` */
  async asset(assetId: Hash): Promise<Asset | undefined> {
    return this.#read((store) => {
      const bytes = store.get(assetKey(assetId));
      return bytes && { assetId, ...readOwn('asset', decodeAsset, bytes) };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#following?.catch(() => undefined);
    await this.#removing;
    await (await this.#store?.catch(() => undefined))?.close();
  }

  async #read<T>(read: (store: HoldingsStore) => T | Promise<T>): Promise<T> {
    const store = await this.#upToDate();
    return this.#judged(store, () => read(store));
  }

  /**
   * Entries of keys themselves and of every space that no module in force has any more, in order. How many spaces there are is up to the votes of the chain, not to whoever locks something. @param range of one space; each is begun before the next block can be written
   */
  async #acrossSpaces(store: HoldingsStore, range: (space: string) => Promise<readonly Entry[]>): Promise<{ readonly height: number; readonly entries: readonly Entry[] }> {
    const known = await store.range(TABLES.space, undefined, Infinity);
    const letGo = known.map(([key]) => spaceIn(key)).filter((space) => !this.#options.isInForce(space));
    const { height } = store;
    const pages = await Promise.all([NO_SPACE, ...letGo].map(range));
    return { height, entries: pages.flat().sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
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

/** @throws IndexDamaged */
function hashIn(key: string): Hash {
  if (key.length !== HASH_BYTES) throw new IndexDamaged('a key');
  return fromBinary(key);
}

/** @throws IndexDamaged */
function pointIn(key: string): OutPoint {
  if (key.length !== HASH_BYTES + 4) throw new IndexDamaged('a key');
  const point = fromBinary(key);
  return { txId: point.subarray(0, HASH_BYTES), index: new DataView(point.buffer, point.byteOffset + HASH_BYTES, 4).getUint32(0) };
}
