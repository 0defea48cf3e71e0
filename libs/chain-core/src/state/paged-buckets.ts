import { bucketOfPage, EMPTY_BUCKET, splitBucket, type Bucket } from './bucket';
import type { BucketTable } from './bucket-table';
import { cutPage } from './bucket-pieces';
import { placesIn } from './page';
import type { DirtyBucket, Pages } from './pages';
import { ResidentBuckets } from './resident-buckets';
import { UnsplitBuckets } from './unsplit-buckets';

/** The buckets of the newest final state. Those that are used stay in memory; the others are pages on disk, read when they are asked for (see storage.md). */
export class PagedBuckets {
  readonly table: BucketTable;
  readonly #pages: Pages | undefined;
  readonly #resident = new ResidentBuckets();
  /** Those of them that changed since their page was written. */
  readonly #dirty = new Set<number>();
  readonly #unsplit = new UnsplitBuckets();

  /** @param pages where they are on disk; without it everything is in memory */
  constructor(table: BucketTable, pages: Pages | undefined) {
    this.table = table;
    this.#pages = pages;
  }

  get depth(): number {
    return this.table.depth;
  }

  get dirtyCount(): number {
    return this.#dirty.size + 2 * this.#unsplit.dirtyCount;
  }

  get(index: number): Bucket {
    const resident = this.#resident.get(index);
    if (resident !== undefined) return resident;
    if (this.#unsplit.has(index >>> 1)) return this.#split(index);
    const { places, pageBytes, levels, depth } = this.table;
    const place = places[index]!;
    if (place === 0) return EMPTY_BUCKET;
    const group = depth - levels[index]!;
    const page = this.#pages!.readBucket(place, pageBytes[index]!, (2 ** depth + index) >>> group);
    if (group > 0) return this.#splitGroup(index, group, bucketOfPage(page));
    const bucket = { pieces: cutPage(page), count: placesIn(page).length, root: this.table.hash(2 ** depth + index) };
    this.#resident.keep(index, bucket);
    return bucket;
  }

  /** In the place of what it was. */
  put(index: number, bucket: Bucket): void {
    if (this.table.levels[index]! < this.depth) this.get(index); // Its page still stands for its neighbours too.
    this.#keepDirty(index, bucket);
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

  /** Twice as many buckets, without anybody having to wait for it. */
  grow(): void {
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

  /** Forgets what lies on disk until memory is within its bounds. */
  trim(bytesMax: number): void {
    if (this.#resident.bytes + this.#unsplit.bytes <= bytesMax) return;
    this.#unsplit.forgetClean();
    // Further than the bound, so that this need not be done for every page.
    this.#resident.trim(bytesMax * 0.9 - this.#unsplit.bytes, (index) => this.#dirty.has(index));
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
    this.#keepDirty(index, bucket);
  }

  #keepDirty(index: number, bucket: Bucket): void {
    this.table.setFilter(index, bucket);
    this.#resident.keep(index, bucket);
    this.#dirty.add(index);
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
