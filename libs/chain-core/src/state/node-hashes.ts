import { copyWords, hashAt, HASH_WORDS, makeWords, putHash } from './hash-words';
import { NumberIndex } from './number-index';

const NOTHING = new Int32Array(0);

/**
 * Hashes of nodes of a trie, by their numbers (from 1 to 2^32 - 1). What a map of strings would be, in a few typed arrays: every block changes thousands of
 * them, and whoever collects garbage would go through them all until the block is final.
 */
export class NodeHashes {
  readonly #nodes = new NumberIndex();
  #words = NOTHING;

  get(node: number): string | undefined {
    const place = this.#nodes.find(node);
    return place < 0 ? undefined : hashAt(this.#words, place);
  }

  set(node: number, hash: string): void {
    const to = this.#place(node) * HASH_WORDS; // Found first: where there is no room left the words move.
    putHash(hash, this.#words, to);
  }

  /** @param words of their hashes, one after the other */
  setAll(nodes: readonly number[], words: Int32Array): void {
    for (let i = 0; i < nodes.length; i += 1) this.setWords(nodes[i]!, words, i);
  }

  /** @param words with the hash at this place */
  setWords(node: number, words: Int32Array, place: number): void {
    const to = this.#place(node) * HASH_WORDS;
    copyWords(words, place, this.#words, to);
  }

  /** @returns false: it is not here, and nothing was copied */
  copy(node: number, to: Int32Array, at: number): boolean {
    const place = this.#nodes.find(node);
    if (place < 0) return false;
    copyWords(this.#words, place, to, at);
    return true;
  }

  /** Puts each where its number says in a heap of all nodes' hashes. */
  writeTo(heap: Int32Array): void {
    for (let place = 0; place < this.#nodes.count; place += 1) copyWords(this.#words, place, heap, this.#nodes.numberAt(place) * HASH_WORDS);
  }

  #place(node: number): number {
    const place = this.#nodes.place(node);
    if (place * HASH_WORDS >= this.#words.length) this.#grow();
    return place;
  }

  #grow(): void {
    const words = this.#words;
    this.#words = makeWords(this.#nodes.room * HASH_WORDS);
    this.#words.set(words);
  }
}
