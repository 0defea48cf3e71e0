import { NumberIndex } from './number-index';
import { HASH_BYTES, HASH_WORDS } from './trie';

const NOTHING = { words: new Int32Array(0), bytes: Buffer.alloc(0) };

/**
 * Hashes of nodes of a trie, by their numbers (from 1 to 2^32 - 1). What a map of strings would be, in a few typed arrays: every block changes thousands of
 * them, and whoever collects garbage would go through them all until the block is final.
 */
export class NodeHashes {
  readonly #nodes = new NumberIndex();
  #words = NOTHING.words;
  /** The same memory. */
  #bytes = NOTHING.bytes;

  get(node: number): string | undefined {
    const place = this.#nodes.find(node);
    return place < 0 ? undefined : this.#bytes.toString('latin1', place * HASH_BYTES, (place + 1) * HASH_BYTES);
  }

  set(node: number, hash: string): void {
    const at = this.#place(node) * HASH_BYTES;
    this.#bytes.write(hash, at, 'latin1');
  }

  /** @param words of their hashes, one after the other */
  setAll(nodes: readonly number[], words: Int32Array): void {
    for (let i = 0; i < nodes.length; i += 1) {
      const to = this.#place(nodes[i]!) * HASH_WORDS; // Found first: where there is no room left the words move.
      copyWords(words, i, this.#words, to);
    }
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
    this.#words = new Int32Array(this.#nodes.room * HASH_WORDS);
    this.#bytes = Buffer.from(this.#words.buffer);
    this.#words.set(words);
  }
}

/** The hash at a place of `from`, to word `at` of `to`. Eight words: a call of the system's own copy would cost more. */
export function copyWords(from: Int32Array, place: number, to: Int32Array, at: number): void {
  for (let word = 0; word < HASH_WORDS; word += 1) to[at + word] = from[place * HASH_WORDS + word]!;
}
