import { memoryOf, type Bucket } from './bucket';
import { NumberQueue } from './number-queue';
import type { PageArena } from './page-arena';
import { PlacedPage } from './placed-page';

const USED = 1;
const DIRTY = 2;

/** Which buckets of a trie with 2^depth of them are in memory, and where: most in the arena, long ones as objects. */
export class ResidentBuckets {
  readonly depth: number;
  readonly #arena: PageArena;
  readonly #buckets: number;
  /** Locations; 0: it is not there. */
  readonly #locations: Uint32Array;
  /** USED: asked for since the last look at it. DIRTY: changed since its page was written. */
  readonly #flags: Uint8Array;
  /** Oldest first. */
  readonly #long = new Map<number, Bucket>();
  #longBytes = 0;
  /** Those that are dirty, in the order in which they became it, and some that are no more. */
  readonly #dirty = new NumberQueue();
  #dirtyCount = 0;

  constructor(arena: PageArena, depth: number) {
    this.#arena = arena;
    this.depth = depth;
    this.#buckets = 2 ** depth;
    this.#locations = new Uint32Array(this.#buckets);
    this.#flags = new Uint8Array(this.#buckets);
  }

  get longBytes(): number {
    return this.#longBytes;
  }

  get dirtyCount(): number {
    return this.#dirtyCount;
  }

  has(index: number): boolean {
    return this.#locations[index] !== 0 || this.#long.has(index);
  }

  isDirty(index: number): boolean {
    return (this.#flags[index]! & DIRTY) !== 0;
  }

  /** @returns whether it is here */
  locate(index: number, into: PlacedPage): boolean {
    if (!this.peek(index, into)) return false;
    this.#flags[index]! |= USED;
    return true;
  }

  /** Without its counting as use. */
  peek(index: number, into: PlacedPage): boolean {
    const location = this.#locations[index]!;
    if (location !== 0) {
      this.#arena.locate(location, into);
      return true;
    }
    const long = this.#long.get(index);
    if (long !== undefined) into.setLong(long);
    return long !== undefined;
  }

  /** In the place of what it was. It counts as used. */
  put(index: number, page: PlacedPage): void {
    this.#drop(index);
    this.#flags[index]! |= USED;
    if (page.long === undefined) {
      this.#locations[index] = this.#arena.append(this.#buckets + index, page.bytes, page.from, page.to);
      return;
    }
    this.#long.set(index, page.long);
    this.#longBytes += memoryOf(page.long);
  }

  /** It is not here any more. */
  remove(index: number): void {
    this.#drop(index);
    this.setClean(index);
  }

  setDirty(index: number): void {
    if (this.isDirty(index)) return;
    this.#flags[index]! |= DIRTY;
    this.#dirtyCount += 1;
    this.#dirty.push(index);
  }

  setClean(index: number): void {
    if (!this.isDirty(index)) return;
    this.#flags[index]! &= ~DIRTY;
    this.#dirtyCount -= 1;
  }

  /** Up to `countMax` of those that are dirty; each may be made clean meanwhile. */
  *dirty(countMax: number): Generator<number> {
    let count = 0;
    for (let left = this.#dirty.count; left > 0 && count < countMax; left -= 1) {
      const index = this.#dirty.shift();
      if (!this.isDirty(index)) continue;
      count += 1;
      try {
        yield index;
      } finally {
        if (this.isDirty(index)) this.#dirty.push(index);
      }
    }
  }

  /** Its chunk of the arena is going to be used again. @param evicts whether what lies on disk and was not used lately is forgotten */
  moveOrForget(index: number, location: number, evicts: boolean): void {
    if (this.#locations[index] !== location) return;
    const wasUsed = this.#wasUsed(index);
    if (evicts && !wasUsed && !this.isDirty(index)) return this.#drop(index);
    this.#arena.locate(location, moving);
    this.#arena.free(location);
    this.#locations[index] = this.#arena.append(this.#buckets + index, moving.bytes, moving.from, moving.to);
  }

  /** Forgets long ones that lie on disk until they take no more than `bytesMax`, unless they were used since the last look at them; each is looked at once at most. */
  trimLong(bytesMax: number): void {
    let looks = this.#long.size;
    for (const [index, bucket] of this.#long) {
      if (looks-- === 0 || this.#longBytes <= bytesMax) return;
      if (!this.#wasUsed(index) && !this.isDirty(index)) this.#drop(index);
      else {
        this.#long.delete(index);
        this.#long.set(index, bucket);
      }
    }
  }

  /** Nothing of it is needed any more. */
  clear(): void {
    for (let index = 0; index < this.#locations.length; index += 1) if (this.#locations[index] !== 0) this.#drop(index);
    this.#long.clear();
    this.#longBytes = 0;
  }

  #wasUsed(index: number): boolean {
    const wasUsed = (this.#flags[index]! & USED) !== 0;
    this.#flags[index]! &= ~USED;
    return wasUsed;
  }

  #drop(index: number): void {
    const location = this.#locations[index]!;
    if (location !== 0) {
      this.#arena.free(location);
      this.#locations[index] = 0;
      return;
    }
    const long = this.#long.get(index);
    if (long === undefined) return;
    this.#long.delete(index);
    this.#longBytes -= memoryOf(long);
  }
}

const moving = new PlacedPage();
