import { bucketOfPage, type Bucket } from '../state/bucket';
import { readBucketPage, writeBucketPage } from '../state/page';
import type { BucketTable } from '../state/bucket-table';
import type { TrieView } from '../state/proof';
import type { Pages } from '../state/pages';
import { prefixOf } from '../state/trie';

/**
 * The state as it was at one moment, for whoever wants to have it whole, while the state itself goes on: pages are never overwritten, so a copy of the
 * table that says where they are is enough, as long as no file of pages is removed.
 */
export class PinnedState implements TrieView {
  readonly #table: BucketTable;
  readonly #pages: Pages;

  /** @param table the caller's to keep; it must not change */
  constructor(
    table: BucketTable,
    pages: Pages,
    /** Lets go of it; it is not read any more. */
    readonly release: () => void,
  ) {
    this.#table = table;
    this.#pages = pages;
  }

  get depth(): number {
    return this.#table.depth;
  }

  bucket(index: number): Bucket {
    return bucketOfPage(this.#pageOf(2 ** this.depth + index));
  }

  /** Below a page that stands for several buckets nothing is known but by reading it. */
  hash(node: number): string {
    const { levels, depth } = this.#table;
    const level = 31 - Math.clz32(node);
    return levels[firstBucket(node, depth)]! >= level ? this.#table.hash(node) : bucketOfPage(this.#pageOf(node)).root;
  }

  /** @param node a bucket, or a node within the page that holds it */
  #pageOf(node: number): Buffer {
    const { places, pageBytes, levels, depth } = this.#table;
    const index = firstBucket(node, depth);
    if (places[index] === 0) return NOTHING;
    const group = depth - levels[index]!;
    const page = this.#pages.readBucket(places[index]!, pageBytes[index]!, (2 ** depth + index) >>> group);
    if (group === 0) return page;
    const level = 31 - Math.clz32(node);
    return writeBucketPage(readBucketPage(page).filter(({ keyHash }) => prefixOf(keyHash, level) === node - 2 ** level));
  }
}

function firstBucket(node: number, depth: number): number {
  return node * 2 ** (depth - (31 - Math.clz32(node))) - 2 ** depth;
}

const NOTHING = Buffer.alloc(0);
