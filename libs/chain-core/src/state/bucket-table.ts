import type { Bytes } from '../primitives/bytes';
import { leafEnd } from './page';
import { copyWords, HASH_BYTES, HASH_WORDS } from './hash-words';
import type { PlacedPage } from './placed-page';
import { EMPTY_ROOT, join, joinAll } from './trie';

/** Levels from this one on are hashed in stretches. */
const LARGE_LEVEL = 14;
const STRETCH_NODES = 2_048;
/** More would need wider prefixes; it is enough for sixteen thousand million entries. */
export const DEPTH_MAX = 31;

/**
 * What is known of every bucket without reading its page, in typed arrays: about 20 bytes an entry. There are 2^depth buckets.
 *
 * `hashes` holds the trie above the buckets as a heap: node 1 is the root, 2n and 2n+1 are the sides of n, and bucket i is node
 * 2^depth + i. When the number of buckets doubles no page is read: the two halves of a bucket share its page, and only the node that page
 * stands for has its hash, until one of them is asked for (`levels` says how many bits of prefix the page of a bucket covers).
 */
export class BucketTable {
  hashes: Buffer;
  /** The same memory. */
  words: Int32Array;
  /** 64 bits a bucket in which each of its keys sets three: says of most absent keys that they are absent. */
  filters: Uint32Array;
  levels: Uint8Array;
  /** Where the page is; 0: there is none. */
  places: Float64Array;
  pageBytes: Uint32Array;

  constructor(public depth: number) {
    const buckets = 2 ** depth;
    this.hashes = Buffer.alloc(2 * buckets * HASH_BYTES);
    this.words = wordsOf(this.hashes);
    this.filters = new Uint32Array(2 * buckets);
    this.levels = new Uint8Array(buckets).fill(depth);
    this.places = new Float64Array(buckets);
    this.pageBytes = new Uint32Array(buckets);
  }

  get buckets(): number {
    return this.levels.length;
  }

  hash(node: number): string {
    return this.hashes.toString('latin1', node * HASH_BYTES, (node + 1) * HASH_BYTES);
  }

  setHash(node: number, hash: string): void {
    this.hashes.write(hash, node * HASH_BYTES, 'latin1');
  }

  /** Takes note of a bucket's keys. */
  setFilter(index: number, page: PlacedPage): void {
    this.filters.fill(0, 2 * index, 2 * index + 2);
    if (page.long === undefined) this.#addToFilter(index, page.bytes, page.from, page.to);
    else for (const piece of page.long.pieces) this.#addToFilter(index, piece, 0, piece.length);
  }

  #addToFilter(index: number, page: Bytes, from: number, to: number): void {
    let low = 0;
    let high = 0;
    for (let at = from; at < to; at = leafEnd(page, at)) {
      for (let i = 29; i < 32; i += 1) {
        const bit = page[at + i]! & 63;
        if (bit < 32) low |= 1 << bit;
        else high |= 1 << (bit - 32);
      }
    }
    this.filters[2 * index]! |= low;
    this.filters[2 * index + 1]! |= high;
  }

  /** False: the key is certainly not in the bucket. */
  mayHold(index: number, keyHash: string): boolean {
    for (let i = 29; i < 32; i += 1) {
      const bit = keyHash.charCodeAt(i) & 63;
      if ((this.filters[2 * index + (bit >> 5)]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  /** The table as it is now, for whoever reads on while it changes. */
  copy(): BucketTable {
    const copy = new BucketTable(this.depth);
    this.hashes.copy(copy.hashes);
    copy.filters.set(this.filters);
    copy.levels.set(this.levels);
    copy.places.set(this.places);
    copy.pageBytes.set(this.pageBytes);
    return copy;
  }

  /** Twice as many buckets. */
  grow(): void {
    const { hashes, filters, levels, places, pageBytes } = this;
    this.hashes = Buffer.alloc(2 * hashes.length);
    hashes.copy(this.hashes);
    this.words = wordsOf(this.hashes);
    this.filters = new Uint32Array(2 * filters.length);
    this.levels = new Uint8Array(2 * levels.length);
    this.places = new Float64Array(2 * places.length);
    this.pageBytes = new Uint32Array(2 * pageBytes.length);
    for (let i = 0; i < 2 * levels.length; i += 1) {
      const old = i >> 1;
      this.levels[i] = places[old] === 0 ? this.depth + 1 : levels[old]!;
      this.places[i] = places[old]!;
      this.pageBytes[i] = pageBytes[old]!;
      this.filters[2 * i] = filters[2 * old]!;
      this.filters[2 * i + 1] = filters[2 * old + 1]!;
    }
    this.depth += 1;
  }

  /** Computes the hashes above those of the pages. */
  hashUp(): void {
    for (let level = this.depth - 1; level >= 0; level -= 1) {
      if (level >= LARGE_LEVEL) this.#hashLargeLevel(level);
      else this.#eachAbovePages(level, 2 ** level, 2 ** (level + 1), (node) => this.setHash(node, this.#joined(level, node)));
    }
  }

  /** The two sides of a node lie one after the other, so a stretch of nodes is a list of pairs. */
  #hashLargeLevel(level: number): void {
    const { words } = this;
    for (let from = 2 ** level; from < 2 ** (level + 1); from += STRETCH_NODES) {
      const roots = joinAll(level, words.subarray(2 * from * HASH_WORDS, 2 * (from + STRETCH_NODES) * HASH_WORDS));
      this.#eachAbovePages(level, from, from + STRETCH_NODES, (node) => copyWords(roots, node - from, words, node * HASH_WORDS));
    }
  }

  /** Nodes from..to of a level, but for those whose hash is that of a page of theirs. */
  #eachAbovePages(level: number, from: number, to: number, hash: (node: number) => void): void {
    for (let node = from; node < to; node += 1) {
      const first = (node - 2 ** level) * 2 ** (this.depth - level);
      if (this.levels[first]! > level) hash(node);
    }
  }

  #joined(level: number, node: number): string {
    return this.#isEmpty(2 * node) && this.#isEmpty(2 * node + 1) ? EMPTY_ROOT : join(level, this.hash(2 * node), this.hash(2 * node + 1));
  }

  /** A hash that begins with four zero bytes is looked at closer. */
  #isEmpty(node: number): boolean {
    return this.hashes.readUInt32LE(node * HASH_BYTES) === 0 && this.hash(node) === EMPTY_ROOT;
  }
}

function wordsOf(bytes: Buffer): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
