import { HASH_BYTES, HASH_WORDS } from './trie';

/** For so many nodes there is room from the first one on. */
const ROOM = 64;
/** Shared by all that hold nothing: most versions of a state are settled. */
const NOTHING = { nodes: new Uint32Array(0), words: new Int32Array(0), bytes: Buffer.alloc(0), index: new Int32Array(1) };
/** Spreads numbers that follow each other. */
const SPREAD = 0x9e3779b1;

/**
 * Hashes of nodes of a trie, by their numbers (from 1 to 2^32 - 1). What a map of strings would be, in a few typed arrays: every block changes thousands of
 * them, and whoever collects garbage would go through them all until the block is final.
 */
export class NodeHashes {
  #count = 0;
  #nodes = NOTHING.nodes;
  #words = NOTHING.words;
  /** The same memory. */
  #bytes = NOTHING.bytes;
  /** One more than the place of a node, where its number leads to or at the next free ones; 0: nothing. Half of it is free. */
  #index = NOTHING.index;

  get(node: number): string | undefined {
    const place = this.#find(node);
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
    const place = this.#find(node);
    if (place < 0) return false;
    copyWords(this.#words, place, to, at);
    return true;
  }

  /** Puts each where its number says in a heap of all nodes' hashes. */
  writeTo(heap: Int32Array): void {
    for (let place = 0; place < this.#count; place += 1) copyWords(this.#words, place, heap, this.#nodes[place]! * HASH_WORDS);
  }

  #find(node: number): number {
    const index = this.#index;
    for (let at = this.#start(node); index[at] !== 0; at = (at + 1) & (index.length - 1)) if (this.#nodes[index[at]! - 1] === node) return index[at]! - 1;
    return -1;
  }

  /** @returns the place of a node, a new one if it has none */
  #place(node: number): number {
    const found = this.#find(node);
    if (found >= 0) return found;
    if (this.#count === this.#nodes.length) this.#grow();
    this.#nodes[this.#count] = node;
    this.#enter(this.#count);
    return this.#count++;
  }

  #enter(place: number): void {
    const index = this.#index;
    let at = this.#start(this.#nodes[place]!);
    while (index[at] !== 0) at = (at + 1) & (index.length - 1);
    index[at] = place + 1;
  }

  #start(node: number): number {
    return (Math.imul(node, SPREAD) >>> 8) & (this.#index.length - 1);
  }

  #grow(): void {
    const [nodes, words] = [this.#nodes, this.#words];
    const room = Math.max(ROOM, 2 * nodes.length);
    this.#nodes = new Uint32Array(room);
    this.#words = new Int32Array(room * HASH_WORDS);
    this.#bytes = Buffer.from(this.#words.buffer);
    this.#index = new Int32Array(2 * room);
    this.#nodes.set(nodes);
    this.#words.set(words);
    for (let place = 0; place < this.#count; place += 1) this.#enter(place);
  }
}

/** The hash at a place of `from`, to word `at` of `to`. Eight words: a call of the system's own copy would cost more. */
export function copyWords(from: Int32Array, place: number, to: Int32Array, at: number): void {
  for (let word = 0; word < HASH_WORDS; word += 1) to[at + word] = from[place * HASH_WORDS + word]!;
}
