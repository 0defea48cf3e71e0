import type { Pages } from './pages';
import type { StateKey } from './store-key';

/** Keys of one store are mostly hashes, so each that is added changes another page, which then is written whole: pages are small. */
const PAGE_KEYS_MAX = 128;

/** Consecutive keys. `keys` undefined: they lie at `place` only. */
export interface KeyPage {
  first: StateKey;
  keys: StateKey[] | undefined;
  /** 0: they are nowhere on disk, or no longer as they are here. */
  place: number;
  bytes: number;
  used: boolean;
}

/**
 * A sorted set of keys: pages of sorted arrays, so that adding and removing move few keys and walking is a plain loop. With a disk below
 * it, only the first key of each page must be in memory.
 */
export class OrderedKeys {
  readonly pages: KeyPage[];
  readonly #disk: Pages | undefined;
  /** Not on disk as they are here; of a set that has a disk below it. */
  readonly #dirty = new Set<KeyPage>();
  #loaded = 0;

  /** @param sorted ascending, without repeats. @param stored pages that lie on `disk`, in order */
  constructor(sorted: readonly StateKey[] = [], disk?: Pages, stored: readonly KeyPage[] = []) {
    this.#disk = disk;
    this.pages = [...stored];
    for (let i = 0; i < sorted.length; i += PAGE_KEYS_MAX / 2) this.pages.push(this.#newPage(sorted.slice(i, i + PAGE_KEYS_MAX / 2)));
  }

  /** Pages that changed since they were written. */
  get dirtyCount(): number {
    return this.#dirty.size;
  }

  /** Up to `countMax` of them, those first that changed first. */
  *dirty(countMax: number): Generator<KeyPage> {
    let count = 0;
    for (const page of this.#dirty) {
      if (count++ >= countMax) return;
      yield page;
    }
  }

  written(page: KeyPage, place: number, bytes: number): void {
    page.place = place;
    page.bytes = bytes;
    this.#dirty.delete(page);
  }

  add(key: StateKey): void {
    if (this.pages.length === 0) this.pages.push(this.#newPage([]));
    const p = this.#pageOf(key);
    const page = this.pages[p]!;
    const keys = this.#keysOf(page);
    const at = lowerBound(keys, key);
    if (keys[at] === key) return;
    keys.splice(at, 0, key);
    this.#changed(page);
    page.first = keys[0]!;
    if (keys.length <= PAGE_KEYS_MAX) return;
    this.pages.splice(p + 1, 0, this.#newPage(keys.splice(PAGE_KEYS_MAX / 2)));
  }

  remove(key: StateKey): void {
    if (this.pages.length === 0) return;
    const p = this.#pageOf(key);
    const page = this.pages[p]!;
    const keys = this.#keysOf(page);
    const at = lowerBound(keys, key);
    if (keys[at] !== key) return;
    keys.splice(at, 1);
    this.#changed(page);
    if (keys.length > 0) page.first = keys[0]!;
    else {
      this.pages.splice(p, 1);
      this.#dirty.delete(page);
      this.#loaded -= 1;
    }
  }

  /** Keys with from <= key < to, ascending. */
  *ascending(from: StateKey, to: StateKey | undefined): Generator<StateKey> {
    for (let p = this.#pageOf(from); p < this.pages.length; p += 1) {
      const keys = this.#keysOf(this.pages[p]!);
      for (let i = lowerBound(keys, from); i < keys.length; i += 1) {
        if (to !== undefined && keys[i]! >= to) return;
        yield keys[i]!;
      }
    }
  }

  /** The same keys, descending. */
  *descending(from: StateKey, to: StateKey | undefined): Generator<StateKey> {
    for (let p = to === undefined ? this.pages.length - 1 : this.#pageOf(to); p >= 0 && p < this.pages.length; p -= 1) {
      const keys = this.#keysOf(this.pages[p]!);
      const end = to === undefined ? keys.length : lowerBound(keys, to);
      for (let i = end - 1; i >= 0; i -= 1) {
        if (keys[i]! < from) return;
        yield keys[i]!;
      }
    }
  }

  /** The page at `place` was written anew, or its bytes moved. */
  pageAt(place: number, first: StateKey): KeyPage | undefined {
    const page = this.pages[this.#pageOf(first)];
    return page?.place === place ? page : undefined;
  }

  /** Forgets pages that lie on disk, those first that nobody used lately, until at most `loadedMax` of them are in memory. */
  trim(loadedMax: number): void {
    for (let round = 0; round < 2 && this.#loaded - this.#dirty.size > loadedMax; round += 1) {
      for (const page of this.pages) {
        if (page.keys === undefined || page.place === 0) continue;
        if (page.used) page.used = false;
        else {
          page.keys = undefined;
          this.#loaded -= 1;
        }
      }
    }
  }

  #changed(page: KeyPage): void {
    if (page.place === 0) return;
    this.#disk!.free(page.place, page.bytes);
    page.place = 0;
    this.#dirty.add(page);
  }

  #newPage(keys: StateKey[]): KeyPage {
    const page = { first: keys[0] ?? '', keys, place: 0, bytes: 0, used: true };
    if (this.#disk !== undefined) this.#dirty.add(page);
    this.#loaded += 1;
    return page;
  }

  #keysOf(page: KeyPage): StateKey[] {
    if (page.keys === undefined) {
      page.keys = this.#disk!.readKeys(page.place, page.bytes);
      this.#loaded += 1;
    }
    page.used = true;
    return page.keys;
  }

  /** Index of the last page that begins at or before `key` (0 if none does). */
  #pageOf(key: StateKey): number {
    let low = 0;
    let high = this.pages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pages[middle]!.first <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

function lowerBound(sorted: readonly StateKey[], key: StateKey): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
