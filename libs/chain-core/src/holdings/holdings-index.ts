import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { invariant, refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { decodeOutput } from '../protocol/codec';
import type { OutPoint, Output } from '../protocol/transaction';
import { followBlock } from './follow-block';
import { HoldingsStore } from './holdings-store';
import { assetKey, balancePrefix, heldPrefix, outputKey, pointText, TABLES } from './keys';
import { HOLDINGS } from './limits';
import { decodeAsset, decodeBalance, type AssetRecord, type Balance } from './records';

/** Final blocks, by height. @throws Refusal BLOCK_PRUNED for one that is not here any more */
export interface FinalBlocks {
  readonly finalHeight: number;
  block(height: number): SealedBlock | undefined;
  resultLeaves(height: number): readonly Bytes[];
}
export interface HoldingsOptions {
  readonly dir: string;
  readonly chainId: Hash;
}
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
  #store: Promise<HoldingsStore | undefined> | undefined;
  #unusable: unknown;
  #following: Promise<void> | undefined;
  readonly #dropped = new WeakSet<HoldingsStore>();
  #removing: Promise<void> | undefined;
  #closed = false;

  constructor(options: HoldingsOptions, blocks: FinalBlocks) {
    this.#options = options;
    this.#blocks = blocks;
  }

  /** What a key holds, by asset. @throws Refusal HOLDINGS_BEHIND {height, finalHeight}: come back a little later; BLOCK_PRUNED: only a node that keeps everything can say; HOLDINGS_UNAVAILABLE {reason}: the disk. */
  async balances(owner: PublicKey, limit: number, after?: Hash): Promise<AsOf<Held>> {
    return this.#read(async (store) => {
      const entries = await store.range(balancePrefix(owner), after && toBinary(after), limit);
      return { height: store.height, items: entries.map(([key, value]) => ({ assetId: fromBinary(key), ...decodeBalance(value) })) };
    });
  }

  /** Unspent outputs of an asset that a key can spend, alone or with others. @throws as `balances` */
  async outputs(owner: PublicKey, assetId: Hash, limit: number, after?: OutPoint): Promise<AsOf<HeldOutput>> {
    return this.#read(async (store) => {
      const { height } = store;
      const entries = await store.range(heldPrefix(owner, assetId), after && pointText(after), limit);
      const items = entries.flatMap(([key]) => {
        const point = fromBinary(key);
        const outPoint = { txId: point.subarray(0, 32), index: new DataView(point.buffer, point.byteOffset + 32, 4).getUint32(0) };
        const bytes = store.get(outputKey(outPoint));
        // A question that came later may have gone on to another block meanwhile.
        return bytes === undefined ? [] : [{ ...outPoint, output: decodeOutput(bytes) }];
      });
      return { height, items };
    });
  }

  /** Everything that was ever issued here. @throws as `balances` */
  async assets(limit: number, after?: Hash): Promise<AsOf<Asset>> {
    return this.#read(async (store) => {
      const entries = await store.range(TABLES.asset, after && toBinary(after), limit);
      return { height: store.height, items: entries.map(([key, value]) => ({ assetId: fromBinary(key), ...decodeAsset(value) })) };
    });
  }

  /** @throws as `balances` */
  async asset(assetId: Hash): Promise<Asset | undefined> {
    return this.#read((store) => {
      const bytes = store.get(assetKey(assetId));
      return bytes && { assetId, ...decodeAsset(bytes) };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#following?.catch(() => undefined);
    await (await this.#store)?.close();
  }

  /** Whatever cannot be read is the index's fault, never the node's. */
  async #read<T>(read: (store: HoldingsStore) => T | Promise<T>): Promise<T> {
    const store = await this.#upToDate();
    try {
      return await read(store);
    } catch {
      return this.#startAnew(store);
    }
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
      refuse('HOLDINGS_BEHIND', { height: Math.max(0, store.height), finalHeight });
    }
    await this.#following;
    return store;
  }

  async #opened(): Promise<HoldingsStore> {
    await this.#removing;
    this.#store ??= HoldingsStore.open(this.#options.dir, this.#options.chainId).catch((error: unknown) => {
      this.#unusable = error;
      this.#store = undefined;
      return undefined;
    });
    const store = await this.#store;
    return store ?? refuse('HOLDINGS_UNAVAILABLE', { reason: this.#unusable instanceof Error ? this.#unusable.message : String(this.#unusable) });
  }

  /** Block by block, and something else in between. */
  async #follow(store: HoldingsStore): Promise<void> {
    const { chainId } = this.#options;
    while (!this.#closed && store.height < this.#blocks.finalHeight) {
      const height = store.height + 1;
      // What is wrong with the chain itself is for the node to judge.
      const [block, leaves] = [this.#blocks.block(height)!, this.#blocks.resultLeaves(height)];
      const changes = store.changes();
      try {
        followBlock(changes, chainId, block, leaves);
        await store.commit(height, changes);
      } catch {
        await this.#startAnew(store);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Whatever is wrong with the index, or with its place on the disk: nothing else depends on it. */
  async #startAnew(store: HoldingsStore): Promise<never> {
    if (!this.#closed && !this.#dropped.has(store)) {
      this.#dropped.add(store);
      this.#store = undefined;
      this.#removing = store.remove(this.#options.dir).catch(() => undefined); // What cannot be removed is found wanting again.
    }
    await this.#removing;
    return refuse('HOLDINGS_BEHIND', { height: 0, finalHeight: this.#blocks.finalHeight });
  }
}
