import { fromBinary, hashBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { Bucket } from './bucket';
import { BucketTable, DEPTH_MAX } from './bucket-table';
import type { ChangedPages } from './changed-pages';
import { KeptValues } from './kept-values';
import type { Change, Entry, KeyValueSource, RangeOptions } from './key-value-source';
import type { NodeHashes } from './node-hashes';
import { OrderedKeys } from './ordered-keys';
import { PagedBuckets } from './paged-buckets';
import type { StateLeaf } from './page';
import type { MemoryBounds, Pages } from './pages';
import { PlacedPage } from './placed-page';
import { KEY_BYTES_MAX, type StateKey } from './store-key';
import { prefixOf } from './trie';

const DEPTH_MIN = 4;
/** With more entries than this a bucket, on average, there are soon twice as many buckets. Small ones are quicker to change; of a large state they would take much memory, for the table. */
const ENTRIES_PER_BUCKET = { ofFew: 4, ofMany: 8 } as const;
const FEW_BUCKETS_MAX = 2 ** 16;
const KEPT_BYTES_MAX = 4 * 2 ** 20;

export interface StateBaseOptions {
  /** Prefixes of stores whose keys nobody asks for in order, nor remembers anything by their values: they cost less. */
  readonly unordered?: readonly StateKey[];
  /** Where pages are; without it everything is in memory. */
  readonly pages?: Pages;
  readonly bounds?: MemoryBounds;
  /** What the pages hold, when they hold something already. */
  readonly stored?: { readonly table: BucketTable; readonly entryCount: number; readonly order: OrderedKeys };
}

/** What a version changes when it settles. Nodes and buckets are those of the base's depth. */
export interface Settlement {
  readonly pages: ChangedPages;
  readonly hashes: Pick<NodeHashes, 'writeTo'>;
  readonly changes: Iterable<Change>;
  readonly entryCount: number;
}

/**
 * The state of the newest final block: entries in buckets by the hash of their key, the trie above the buckets, and the keys of ordered
 * stores in order.
 */
export class StateBase implements KeyValueSource {
  readonly order: OrderedKeys;
  #buckets: PagedBuckets;
  readonly #unordered: readonly StateKey[];
  readonly #pages: Pages | undefined;
  readonly #bounds: MemoryBounds;
  /** Of ordered stores. */
  readonly #kept = new KeptValues(KEPT_BYTES_MAX);
  #entryCount: number;

  constructor({ unordered = [], pages, bounds, stored }: StateBaseOptions = {}) {
    this.#unordered = unordered;
    this.#pages = pages;
    this.#bounds = bounds ?? { bucketBytesMax: Infinity, keyPagesMax: Infinity };
    this.#buckets = new PagedBuckets(stored?.table ?? new BucketTable(DEPTH_MIN), pages);
    this.order = stored?.order ?? new OrderedKeys([], pages);
    this.#entryCount = stored?.entryCount ?? 0;
  }

  get entryCount(): number {
    return this.#entryCount;
  }

  get table(): BucketTable {
    return this.#buckets.table;
  }

  get depth(): number {
    return this.#buckets.depth;
  }

  get root(): Hash {
    return fromBinary(this.table.hash(1));
  }

  /** What pages of buckets take in memory. */
  get pageBytes(): number {
    return this.#buckets.bytes;
  }

  get dirtyCount(): number {
    return this.#buckets.dirtyCount;
  }

  get(key: StateKey): Bytes | undefined {
    if (!this.isOrdered(key)) return this.#read(key);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const value = this.#read(key)?.slice(); // Not a part of a larger buffer, which would stay with it.
    if (value !== undefined) this.#kept.keep(key, value);
    return value;
  }

  range({ from, to, limit, reverse }: RangeOptions): readonly Entry[] {
    invariant(this.isOrdered(from), 'only ordered stores are read by range');
    const found: Entry[] = [];
    for (const key of reverse ? this.order.descending(from, to) : this.order.ascending(from, to)) {
      if (found.length >= limit) break;
      found.push([key, this.get(key)!]);
    }
    return found;
  }

  isOrdered(key: StateKey): boolean {
    return !this.#unordered.some((prefix) => key.startsWith(prefix));
  }

  /** Where the page of a bucket is, until the state goes on. */
  locate(index: number, into: PlacedPage): void {
    this.#buckets.locate(index, into);
  }

  /** The same of one that changed since its page was written, without its counting as use. */
  peek(index: number, into: PlacedPage): void {
    this.#buckets.peek(index, into);
  }

  bucket(index: number): Bucket {
    this.locate(index, placed);
    return placed.toBucket(this.table.hash(this.table.buckets + index));
  }

  /** Takes over what a version changed. Call `trim` when there is time. */
  settle({ pages, hashes, changes, entryCount }: Settlement): void {
    pages.each((index, page) => this.#buckets.put(index, page));
    hashes.writeTo(this.table.words);
    for (const [key, value] of changes) this.#changeOrder(key, value !== undefined);
    this.#entryCount = entryCount;
    while (isCrowded(this.#entryCount, this.depth)) this.#buckets.grow();
    if (this.#pages === undefined) this.#buckets.trim(Infinity);
  }

  /** Up to `countMax` buckets that changed since their page was written. */
  dirty(countMax: number): Generator<number> {
    return this.#buckets.dirty(countMax);
  }

  /** The page of a bucket has been written: 0 and 0 when it is empty and needs none. */
  written(index: number, place: number, bytes: number): void {
    this.#buckets.written(index, place, bytes);
  }

  /** So many entries are going to be loaded into this empty state. */
  makeRoom(entries: number): void {
    invariant(this.#entryCount === 0, 'only an empty state is loaded');
    let depth = DEPTH_MIN;
    while (isCrowded(entries, depth)) depth += 1;
    this.#buckets = new PagedBuckets(new BucketTable(depth), this.#pages);
  }

  /** The page of a bucket was written that the state did not have. The hashes above are the caller's to make. @param leaves the bucket's */
  loaded(index: number, bucket: Bucket, leaves: readonly StateLeaf[], { place, bytes }: { readonly place: number; readonly bytes: number }): void {
    this.table.setFilter(index, PlacedPage.of(bucket));
    this.table.setHash(this.table.buckets + index, bucket.root);
    this.table.places[index] = place;
    this.table.pageBytes[index] = bytes;
    this.#entryCount += leaves.length;
    for (const { key } of leaves) this.#changeOrder(key, true);
  }

  /** Forgets what lies on disk until memory is within its bounds. */
  trim(): void {
    const { keyPagesMax, bucketBytesMax } = this.#bounds;
    this.order.trim(keyPagesMax);
    this.#buckets.trim(bucketBytesMax);
  }

  #read(key: StateKey): Bytes | undefined {
    const keyHash = hashKey(key);
    const index = prefixOf(keyHash, this.depth);
    if (!this.table.mayHold(index, keyHash)) return undefined;
    this.locate(index, placed);
    return placed.find(keyHash);
  }

  #changeOrder(key: StateKey, present: boolean): void {
    if (!this.isOrdered(key)) return;
    this.#kept.forget(key);
    if (present) this.order.add(key);
    else this.order.remove(key);
  }
}

function isCrowded(entries: number, depth: number): boolean {
  const { ofFew, ofMany } = ENTRIES_PER_BUCKET;
  const buckets = 2 ** depth;
  return entries > (buckets < FEW_BUCKETS_MAX ? ofFew : ofMany) * buckets && depth < DEPTH_MAX;
}

const keyBuffer = Buffer.alloc(KEY_BYTES_MAX);

export function hashKey(key: StateKey): string {
  invariant(key.length <= keyBuffer.length, 'a key is short');
  return hashBinary(keyBuffer.subarray(0, keyBuffer.write(key, 0, 'latin1')));
}

const placed = new PlacedPage();
