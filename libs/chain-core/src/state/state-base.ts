import { fromBinary, hashBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { EMPTY_BUCKET, findLeaf, makeBucket, splitBucket, type Bucket } from './bucket';
import { BucketTable, DEPTH_MAX } from './bucket-table';
import type { Change, Entry, KeyValueSource, RangeOptions } from './key-value-source';
import { OrderedKeys } from './ordered-keys';
import type { DirtyBucket, MemoryBounds, Pages } from './pages';
import { ResidentBuckets } from './resident-buckets';
import { KEY_BYTES_MAX, type StateKey } from './store-key';
import { prefixOf } from './trie';
import { UnsplitBuckets } from './unsplit-buckets';

const DEPTH_MIN = 4;
/** With more entries than this a bucket, on average, there are soon twice as many buckets. */
const ENTRIES_PER_BUCKET = 8;

export interface StateBaseOptions {
  /** Prefixes of stores whose keys nobody asks for in order: they cost less. */
  readonly unordered?: readonly StateKey[];
  /** Where pages are; without it everything is in memory. */
  readonly pages?: Pages;
  readonly bounds?: MemoryBounds;
  /** What the pages hold, when they hold something already. */
  readonly stored?: { readonly table: BucketTable; readonly entryCount: number; readonly order: OrderedKeys };
}

/** What a version changes when it settles. Nodes and buckets are those of the base's depth. */
export interface Settlement {
  readonly buckets: ReadonlyMap<number, Bucket>;
  readonly hashes: ReadonlyMap<number, string>;
  readonly changes: Iterable<Change>;
  readonly entryCount: number;
}

/**
 * The state of the newest final block: entries in buckets by the hash of their key, the trie above the buckets, and the keys of ordered
 * stores in order. Buckets that are used stay in memory; the others are pages on disk, read when they are asked for (see storage.md).
 */
export class StateBase implements KeyValueSource {
  readonly order: OrderedKeys;
  #table: BucketTable;
  readonly #unordered: readonly StateKey[];
  readonly #pages: Pages | undefined;
  readonly #bounds: MemoryBounds;
  readonly #resident = new ResidentBuckets();
  /** Those of them that changed since their page was written. */
  readonly #dirty = new Set<number>();
  readonly #unsplit = new UnsplitBuckets();
  #entryCount: number;

  constructor({ unordered = [], pages, bounds, stored }: StateBaseOptions = {}) {
    this.#unordered = unordered;
    this.#pages = pages;
    this.#bounds = bounds ?? { bucketBytesMax: Infinity, keyPagesMax: Infinity };
    this.#table = stored?.table ?? new BucketTable(DEPTH_MIN);
    this.order = stored?.order ?? new OrderedKeys([], pages);
    this.#entryCount = stored?.entryCount ?? 0;
  }

  get entryCount(): number {
    return this.#entryCount;
  }

  get table(): BucketTable {
    return this.#table;
  }

  get depth(): number {
    return this.#table.depth;
  }

  get root(): Hash {
    return fromBinary(this.table.hash(1));
  }

  get dirtyCount(): number {
    return this.#dirty.size + 2 * this.#unsplit.dirtyCount;
  }

  get(key: StateKey): Bytes | undefined {
    const keyHash = hashKey(key);
    const index = prefixOf(keyHash, this.depth);
    return this.table.mayHold(index, keyHash) ? findLeaf(this.bucket(index), keyHash)?.value : undefined;
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

  bucket(index: number): Bucket {
    const resident = this.#resident.get(index);
    if (resident !== undefined) return resident;
    if (this.#unsplit.has(index >>> 1)) return this.#split(index);
    const { places, pageBytes, levels, depth } = this.table;
    const place = places[index]!;
    if (place === 0) return EMPTY_BUCKET;
    const group = depth - levels[index]!;
    const leaves = this.#pages!.readBucket(place, pageBytes[index]!, (2 ** depth + index) >>> group);
    if (group > 0) return this.#splitGroup(index, group, makeBucket(leaves));
    const bucket = { leaves, root: this.table.hash(2 ** depth + index) };
    this.#resident.keep(index, bucket);
    return bucket;
  }

  /** Takes over what a version changed. Call `trim` when there is time. */
  settle({ buckets, hashes, changes, entryCount }: Settlement): void {
    for (const [index, bucket] of buckets) {
      if (this.table.levels[index]! < this.depth) this.bucket(index); // Its page still stands for its neighbours too.
      this.table.setFilter(index, bucket);
      this.#resident.keep(index, bucket);
      this.#dirty.add(index);
    }
    for (const [node, hash] of hashes) this.table.setHash(node, hash);
    for (const [key, value] of changes) this.#changeOrder(key, value !== undefined);
    this.#entryCount = entryCount;
    while (this.#entryCount > ENTRIES_PER_BUCKET * this.table.buckets && this.depth < DEPTH_MAX) this.#grow();
  }

  /** Up to `countMax` buckets that changed since their page was written. */
  *dirty(countMax: number): Generator<DirtyBucket> {
    this.#splitDirty(countMax / 2);
    let count = 0;
    for (const index of this.#dirty) {
      if (count++ >= countMax) return;
      yield [index, this.#resident.peek(index)!];
    }
  }

  isDirty(index: number): boolean {
    return this.#dirty.has(index);
  }

  /** The page of a bucket has been written: 0 and 0 when it is empty and needs none. */
  written(index: number, place: number, bytes: number): void {
    this.#dirty.delete(index);
    const old = this.table.places[index]!;
    if (old !== 0) this.#pages!.free(old, this.table.pageBytes[index]!);
    this.table.places[index] = place;
    this.table.pageBytes[index] = bytes;
  }

  /** So many entries are going to be loaded into this empty state. */
  makeRoom(entries: number): void {
    invariant(this.#entryCount === 0, 'only an empty state is loaded');
    let depth = DEPTH_MIN;
    while (entries > ENTRIES_PER_BUCKET * 2 ** depth && depth < DEPTH_MAX) depth += 1;
    this.#table = new BucketTable(depth);
  }

  /** The page of a bucket was written that the state did not have. The hashes above are the caller's to make. */
  loaded(index: number, bucket: Bucket, place: number, bytes: number): void {
    this.table.setFilter(index, bucket);
    this.table.setHash(this.table.buckets + index, bucket.root);
    this.table.places[index] = place;
    this.table.pageBytes[index] = bytes;
    this.#entryCount += bucket.leaves.length;
    for (const { key } of bucket.leaves) this.#changeOrder(key, true);
  }

  /** Forgets what lies on disk until memory is within its bounds. */
  trim(): void {
    const { keyPagesMax, bucketBytesMax } = this.#bounds;
    this.order.trim(keyPagesMax);
    if (this.#resident.bytes + this.#unsplit.bytes <= bucketBytesMax) return;
    this.#unsplit.forgetClean();
    // Further than the bound, so that this need not be done for every page.
    this.#resident.trim(bucketBytesMax * 0.9 - this.#unsplit.bytes, (index) => this.#dirty.has(index));
  }

  #changeOrder(key: StateKey, present: boolean): void {
    if (!this.isOrdered(key)) return;
    if (present) this.order.add(key);
    else this.order.remove(key);
  }

  /** The page was written when there were fewer buckets: each bucket of the group becomes its own. */
  #splitGroup(index: number, group: number, whole: Bucket): Bucket {
    const first = (index >>> group) << group;
    const { places, pageBytes } = this.table;
    this.#pages!.free(places[index]!, pageBytes[index]!);
    places.fill(0, first, first + 2 ** group);
    this.#spread((2 ** this.depth + first) >>> group, this.depth - group, whole);
    return this.#resident.get(index) ?? EMPTY_BUCKET;
  }

  /** Makes the buckets below a node from its entries. */
  #spread(node: number, level: number, bucket: Bucket): void {
    this.table.setHash(node, bucket.root);
    if (level < this.depth) {
      const [left, right] = splitBucket(bucket, level);
      this.#spread(2 * node, level + 1, left);
      this.#spread(2 * node + 1, level + 1, right);
      return;
    }
    const index = node - 2 ** level;
    this.table.levels[index] = level;
    this.table.setFilter(index, bucket);
    this.#resident.keep(index, bucket);
    this.#dirty.add(index);
  }

  /** Twice as many buckets, without anybody having to wait for it. */
  #grow(): void {
    this.#splitDirty(Infinity);
    this.#unsplit.forgetClean();
    const level = this.depth;
    this.table.grow();
    for (const [index, weighed] of this.#resident.takeAll()) {
      const isDirty = this.#dirty.has(index);
      this.#unsplit.add(index, weighed, isDirty);
      if (!isDirty) continue;
      this.#freePage(index);
      this.table.levels.fill(level, 2 * index, 2 * index + 2);
    }
    this.#dirty.clear();
  }

  /** @returns the half that is this bucket */
  #split(index: number): Bucket {
    const whole = index >>> 1;
    const { bucket, wasDirty } = this.#unsplit.take(whole);
    if (!wasDirty) this.#freePage(whole);
    this.#spread(2 ** (this.depth - 1) + whole, this.depth - 1, bucket);
    return this.#resident.get(index)!;
  }

  #splitDirty(countMax: number): void {
    for (const whole of this.#unsplit.dirty(countMax)) this.#split(2 * whole);
  }

  /** The page, if there is one, of what is two buckets now. */
  #freePage(whole: number): void {
    const place = this.table.places[2 * whole]!;
    if (place !== 0) this.#pages!.free(place, this.table.pageBytes[2 * whole]!);
    this.table.places.fill(0, 2 * whole, 2 * whole + 2);
  }
}

const keyBuffer = Buffer.alloc(KEY_BYTES_MAX);

export function hashKey(key: StateKey): string {
  invariant(key.length <= keyBuffer.length, 'a key is short');
  return hashBinary(keyBuffer.subarray(0, keyBuffer.write(key, 0, 'latin1')));
}
