import type { BucketTable } from './bucket-table';
import { PageArena } from './page-arena';
import type { Pages } from './pages';
import { PlacedPage } from './placed-page';
import { ResidentBuckets } from './resident-buckets';
import { EMPTY_ROOT } from './trie';

/** With more of the memory in use than this share, what was not used lately is forgotten: holes need room, too. */
const LIVE_SHARE = 0.7;

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
    if (!this.#resident.peek(index, into)) into.setEmpty();
  }

  /** In the place of what it was. */
  put(index: number, page: PlacedPage): void {
    if (this.table.levels[index]! < this.depth) this.locate(index, old); // Its page still stands for its neighbours too.
    this.#keepDirty(index, page);
  }

  /** Up to `countMax` buckets that changed since their page was written. */
  *dirty(countMax: number): Generator<number> {
    this.#splitDirty(countMax / 2);
    yield* this.#resident.dirty(countMax);
  }

  isDirty(index: number): boolean {
    return this.#resident.isDirty(index);
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

  /** Gives memory back that is not needed, and forgets what lies on disk until memory is within its bounds. */
  trim(bytesMax: number): void {
    for (let looks = 2 * this.#arena.chunks + 2; looks > 0 && (this.#arena.isWasteful || this.#bytes > bytesMax); looks -= 1) {
      const evicts = this.#arena.live + this.#longBytes > LIVE_SHARE * bytesMax;
      if (this.#arena.chunks > 0) this.#arena.reclaimOldest((node, location) => this.#look(node, location, evicts));
      if (this.#bytes > bytesMax) this.#trimLong(Math.max(0, bytesMax - this.#arena.bytes));
    }
  }

  get #bytes(): number {
    return this.#arena.bytes + this.#longBytes;
  }

  get #longBytes(): number {
    return this.#resident.longBytes + this.#unsplit.longBytes;
  }

  #trimLong(bytesMax: number): void {
    this.#unsplit.trimLong(bytesMax);
    this.#resident.trimLong(Math.max(0, bytesMax - this.#unsplit.longBytes));
  }

  #look(node: number, location: number, evicts: boolean): void {
    const level = 31 - Math.clz32(node);
    const buckets = [this.#resident, this.#unsplit].find(({ depth }) => depth === level);
    buckets?.look(node - 2 ** level, location, evicts);
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
    this.#unsplit.peek(whole, page);
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

const old = new PlacedPage();
