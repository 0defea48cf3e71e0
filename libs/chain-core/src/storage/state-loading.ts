import { makeBucket } from '../state/bucket';
import type { StateLeaf } from '../state/page';
import { PlacedPage } from '../state/placed-page';
import type { StateBase } from '../state/state-base';
import { prefixOf } from '../state/trie';
import type { StatePages } from './state-pages';

/** So many entries are loaded before memory is looked at. */
const LOAD_PAUSE = 8_192;

/** Makes the pages of a state from all its entries: `add` in ascending order of key hash, then `end`. */
export class StateLoading {
  readonly #base: StateBase;
  readonly #pages: StatePages;
  readonly #freeMemory: () => void;
  #leaves: StateLeaf[] = [];
  #index = 0;
  #added = 0;

  /** @param count at least how many entries, for room @param freeMemory called now and then */
  constructor(base: StateBase, pages: StatePages, count: number, freeMemory: () => void) {
    this.#base = base;
    this.#pages = pages;
    this.#freeMemory = freeMemory;
    base.makeRoom(count);
  }

  add(leaf: StateLeaf): void {
    this.#added += 1;
    if (this.#added % LOAD_PAUSE === 0) this.#freeMemory();
    const index = prefixOf(leaf.keyHash, this.#base.depth);
    if (index !== this.#index) this.#next(index);
    this.#leaves.push(leaf);
  }

  end(): void {
    this.#next(this.#base.table.buckets);
    this.#pages.flush();
    this.#base.table.hashUp();
  }

  #next(index: number): void {
    if (this.#leaves.length > 0) {
      const bucket = makeBucket(this.#leaves);
      this.#base.loaded(this.#index, bucket, this.#leaves, this.#pages.addBucket(PlacedPage.of(bucket), this.#base.table.buckets + this.#index));
    }
    this.#leaves = [];
    this.#index = index;
  }
}
