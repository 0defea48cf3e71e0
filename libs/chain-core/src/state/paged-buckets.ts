import { invariant } from '../primitives/refusal';
import type { BucketTable } from './bucket-table';
import { PageArena } from './page-arena';
import type { Pages } from './pages';
import { PlacedPage } from './placed-page';
import { ResidentBuckets } from './resident-buckets';
import { EMPTY_ROOT } from './trie';

/** With more of the memory in use than this share, what was not used lately is forgotten: holes need room, too. */
const LIVE_SHARE = 0.7;
/** Long pages have this share to themselves. */
const LONG_SHARE = 0.25;

/** The buckets of the newest final state. Those that are used stay in memory; the others are pages on disk, read when they are asked for (see storage.md). */
export class PagedBuckets {
  readonly table: BucketTable;
  readonly #pages: Pages | undefined;
  readonly #arena = new PageArena();
  #resident: ResidentBuckets;
  /** Those in memory of before the table last grew, by their number of then: each is split when it is asked for, or is to be written. */
  #unsplit: ResidentBuckets;

  /** @param pages where they are on disk; without it everything is in memory */
  constructor(table: BucketTable, pages: Pages | undefined) {
    this.table = table;
    this.#pages = pages;
    this.#resident = new ResidentBuckets(this.#arena, table.depth);
    this.#unsplit = new ResidentBuckets(this.#arena, 0);
  }

  get depth(): number {
    return this.table.depth;
  }

  get dirtyCount(): number {
    return this.#resident.dirtyCount + 2 * this.#unsplit.dirtyCount;
  }

  locate(index: number, into: PlacedPage): void {
    if (this.#resident.locate(index, into)) return;
    if (this.#isUnsplit(index)) this.#split(index >>> 1);
    else this.#read(index);
    if (!this.#resident.locate(index, into)) into.setEmpty();
  }

  /** Of one that is dirty. */
  peek(index: number, into: PlacedPage): void {
    invariant(this.#resident.peek(index, into), 'what is to be written is in memory');
  }

  /** In the place of what it was. */
  put(index: number, page: PlacedPage): void {
    // What is in memory or on disk may still stand for its neighbours, too.
    if (this.table.levels[index]! < this.depth || this.#isUnsplit(index)) this.locate(index, nobodys);
    this.#keepDirty(index, page);
  }

  /** Up to `countMax` buckets that changed since their page was written. */
  *dirty(countMax: number): Generator<number> {
    this.#splitDirty(countMax / 2);
    yield* this.#resident.dirty(countMax);
  }

  /** The page of a bucket has been written: 0 and 0 when it is empty and needs none. */
  written(index: number, place: number, bytes: number): void {
    this.#resident.setClean(index);
    const old = this.table.places[index]!;
    if (old !== 0) this.#pages!.free(old, this.table.pageBytes[index]!);
    this.table.places[index] = place;
    this.table.pageBytes[index] = bytes;
  }

  /** Twice as many buckets, without anybody having to wait for it. */
  grow(): void {
    this.#splitDirty(Infinity);
    this.#unsplit.clear();
    const level = this.depth;
    this.table.grow();
    this.#unsplit = this.#resident;
    this.#resident = new ResidentBuckets(this.#arena, this.depth);
    for (const index of this.#unsplit.dirty(Infinity)) {
      this.#freePage(index);
      this.table.levels.fill(level, 2 * index, 2 * index + 2);
    }
  }

  /** Gives memory back that is not needed, and forgets what lies on disk until memory is within its bounds, or everything was looked at once. */
  trim(bytesMax: number): void {
    // Below zero where pages in the arena alone are too many.
    const spare = LIVE_SHARE * bytesMax - this.#arena.live;
    this.#trimLong(Math.max(LONG_SHARE * bytesMax, spare));
    const evicts = this.#longBytes > spare;
    const arenaMax = Math.max(bytesMax / 2, bytesMax - this.#longBytes);
    for (let looks = this.#arena.chunks; looks > 0 && (this.#arena.isWasteful || this.#arena.bytes > arenaMax); looks -= 1) {
      this.#arena.reclaimOldest((node, location) => this.#meet(node, location, evicts));
    }
  }

  /** What the pages in memory take. */
  get bytes(): number {
    return this.#arena.bytes + this.#longBytes;
  }

  get #longBytes(): number {
    return this.#resident.longBytes + this.#unsplit.longBytes;
  }

  #trimLong(bytesMax: number): void {
    this.#unsplit.trimLong(Math.max(0, bytesMax - this.#resident.longBytes));
    this.#resident.trimLong(Math.max(0, bytesMax - this.#unsplit.longBytes));
  }

  #meet(node: number, location: number, evicts: boolean): void {
    const level = 31 - Math.clz32(node);
    const buckets = this.#resident.depth === level ? this.#resident : this.#unsplit;
    if (buckets.depth === level) buckets.moveOrForget(node - 2 ** level, location, evicts);
  }

  #isUnsplit(index: number): boolean {
    return this.#unsplit.depth === this.depth - 1 && this.#unsplit.has(index >>> 1);
  }

  /** A page from the disk. If it was written when there were fewer buckets, each bucket of the group becomes its own. */
  #read(index: number): void {
    const { places, pageBytes, levels, depth } = this.table;
    const [place, bytes, group] = [places[index]!, pageBytes[index]!, depth - levels[index]!];
    if (place === 0) return;
    const node = (2 ** depth + index) >>> group;
    const page = new PlacedPage().setPage(this.#pages!.readBucket(place, bytes, node));
    if (group === 0) return this.#resident.put(index, page);
    const first = (index >>> group) << group;
    this.#pages!.free(place, bytes);
    places.fill(0, first, first + 2 ** group);
    this.#spread(node, depth - group, page, this.table.hash(node));
  }

  /** Makes the buckets below a node from its entries. */
  #spread(node: number, level: number, page: PlacedPage, root: string): void {
    this.table.setHash(node, root);
    if (level === this.depth) {
      const index = node - 2 ** level;
      this.table.levels[index] = level;
      return this.#keepDirty(index, page);
    }
    page.split(level).forEach((half, side, [left, right]) => {
      const other = side === 0 ? right : left;
      this.#spread(2 * node + side, level + 1, half, half.isEmpty ? EMPTY_ROOT : other.isEmpty ? root : half.root);
    });
  }

  #keepDirty(index: number, page: PlacedPage): void {
    this.table.setFilter(index, page);
    this.#resident.put(index, page);
    this.#resident.setDirty(index);
  }

  #split(whole: number): void {
    const page = new PlacedPage();
    invariant(this.#unsplit.peek(whole, page), 'what is to be split is in memory');
    if (!this.#unsplit.isDirty(whole)) this.#freePage(whole);
    const node = 2 ** (this.depth - 1) + whole;
    this.#spread(node, this.depth - 1, page, this.table.hash(node));
    this.#unsplit.remove(whole);
  }

  #splitDirty(countMax: number): void {
    for (const whole of this.#unsplit.dirty(countMax)) this.#split(whole);
  }

  /** The page, if there is one, of what is two buckets now. */
  #freePage(whole: number): void {
    const place = this.table.places[2 * whole]!;
    if (place !== 0) this.#pages!.free(place, this.table.pageBytes[2 * whole]!);
    this.table.places.fill(0, 2 * whole, 2 * whole + 2);
  }
}

/** Of what is only split. */
const nobodys = new PlacedPage();
