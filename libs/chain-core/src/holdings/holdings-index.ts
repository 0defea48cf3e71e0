import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { decodeOutput } from '../protocol/codec';
import type { OutPoint, Output } from '../protocol/transaction';
import { IndexDamaged, readOwn } from './damage';
import { NO_SPACE } from './holders';
import type { HoldingsStore } from './holdings-store';
import { KeptIndex, type FinalBlocks, type HoldingsLog, type KeptIndexOptions } from './kept-index';
import { assetKey, balancePrefix, heldPrefix, outputKey, pointText, spaceIn, TABLES } from './keys';
import { addBalances, decodeAsset, decodeBalance, NO_BALANCE, type AssetRecord, type Balance } from './records';

export interface HoldingsOptions extends KeptIndexOptions {
  /** Whether a module that is in force after the newest final block has this space: while it does, what is locked to it is not its owners’ to spend. */
  readonly isInForce: (space: string) => boolean;
}
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

/** Who holds what, by key. The ledger itself knows outputs only by who made them, and needs no more; this is for people. */
export class HoldingsIndex {
  readonly #options: HoldingsOptions;
  readonly #index: KeptIndex;

  constructor(options: HoldingsOptions, blocks: FinalBlocks, log: HoldingsLog) {
    this.#options = options;
    this.#index = new KeptIndex(options, blocks, log);
  }

  /**
   * What a key holds, by asset.
   * @throws Refusal HOLDINGS_BEHIND {height, finalHeight}: come back a little later; BLOCK_PRUNED: only a node that keeps everything can say;
   * HOLDINGS_UNAVAILABLE {reason}: the disk, or damage that comes back
   */
  async balances(owner: PublicKey, limit: number, after?: Hash): Promise<AsOf<Held>> {
    return this.#index.read(async (store) => {
      const { height, entries } = await this.#acrossSpaces(store, (space) => store.range(balancePrefix({ owner, space }), after && toBinary(after), limit));
      const sums = new Map<string, Balance>();
      for (const [key, value] of entries) sums.set(key, addBalances(sums.get(key) ?? NO_BALANCE, readOwn('balance', decodeBalance, value)));
      return { height, items: [...sums].slice(0, limit).map(([key, balance]) => ({ assetId: hashIn(key), ...balance })) };
    });
  }

  /** Unspent outputs of an asset that a key can spend, alone or with others. @throws as `balances` */
  async outputs(owner: PublicKey, assetId: Hash, limit: number, after?: OutPoint): Promise<AsOf<HeldOutput>> {
    return this.#index.read(async (store) => {
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
    return this.#index.read(async (store) => {
      const { height } = store;
      const entries = await store.range(TABLES.asset, after && toBinary(after), limit);
      return { height, items: entries.map(([key, value]) => ({ assetId: hashIn(key), ...readOwn('asset', decodeAsset, value) })) };
    });
  }

  /** @throws as `balances` */
  async asset(assetId: Hash): Promise<Asset | undefined> {
    return this.#index.read((store) => {
      const bytes = store.get(assetKey(assetId));
      return bytes && { assetId, ...readOwn('asset', decodeAsset, bytes) };
    });
  }

  close(): Promise<void> {
    return this.#index.close();
  }

  /**
   * Entries of keys themselves and of every space that no module in force has any more, in order. How many spaces there are is up to the
   * votes of the chain, not to whoever locks something. @param range of one space; each is begun before the next block can be written
   */
  async #acrossSpaces(store: HoldingsStore, range: (space: string) => Promise<readonly Entry[]>): Promise<{ readonly height: number; readonly entries: readonly Entry[] }> {
    const known = await store.range(TABLES.space, undefined, Infinity);
    const letGo = known.map(([key]) => spaceIn(key)).filter((space) => !this.#options.isInForce(space));
    const { height } = store;
    const pages = await Promise.all([NO_SPACE, ...letGo].map(range));
    return { height, entries: pages.flat().sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
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
