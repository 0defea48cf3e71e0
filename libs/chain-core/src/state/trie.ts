import { hashBinary } from '../crypto/hash';
import { hashPairs } from '../crypto/hash-pairs';
import { copyWords, HASH_BYTES, HASH_WORDS, putHash } from './hash-words';

/**
 * A binary Merkle trie over 256-bit key hashes, path-compressed: an inner node stands only where two keys part, and names the bit
 * (`depth`) at which they do.
 *
 *   leaf  = H(0x00, key hash, value hash)         65 bytes hashed
 *   inner = H(0x01, depth, left hash, right hash) 66 bytes hashed
 *   the empty trie's root is 32 zero bytes
 *
 * Hashes and key hashes are binary strings (see store-key.ts). How the nodes are kept is told in storage.md.
 */
export interface TrieLeaf {
  readonly keyHash: string;
  readonly hash: string;
}

export const EMPTY_ROOT = '\0'.repeat(32);
export const KEY_BITS = 256;
/** First byte of what is hashed for an inner node. */
export const INNER = 1;
/** Up to so many it is as quick to hash one by one. */
export const FEW_HASHES = 32;
const leafBuffer = Buffer.alloc(65, 0);
/** What is hashed for an inner node lies two bytes before a multiple of four, so that its sides can be copied as words. */
const INNER_AT = 2;
const innerMemory = new ArrayBuffer(INNER_AT + 2 + 2 * HASH_BYTES);
const innerBuffer = Buffer.from(innerMemory, INNER_AT).fill(INNER, 0, 1);
/** Left and right of the inner node that `joinSides` joins: made once, for every block joins some. */
export const innerSides = new Int32Array(innerMemory, INNER_AT + 2, 2 * HASH_WORDS);
const innerRoot = new Int32Array(HASH_WORDS);

/** Root of a trie of the leaves in from..to, which are in ascending order of key hash. */
export function rootOf(leaves: readonly TrieLeaf[], from = 0, to = leaves.length): string {
  if (from === to) return EMPTY_ROOT;
  if (from + 1 === to) return leaves[from]!.hash;
  const depth = partingBit(leaves[from]!.keyHash, leaves[to - 1]!.keyHash);
  const middle = splitAt(leaves, from, to, depth);
  return hashInner(depth, rootOf(leaves, from, middle), rootOf(leaves, middle, to));
}

/** Root of what lies below bit `depth`, from the roots of its two sides: with one side empty there is no node at this bit. */
export function join(depth: number, left: string, right: string): string {
  if (left === EMPTY_ROOT) return right;
  return right === EMPTY_ROOT ? left : hashInner(depth, left, right);
}

/** The same of `innerSides`. @returns the words of the root, until the next one is joined */
export function joinSides(depth: number): Int32Array {
  innerBuffer[1] = depth;
  if (isEmpty(innerSides, 0)) copyWords(innerSides, 1, innerRoot, 0);
  else if (isEmpty(innerSides, HASH_WORDS)) copyWords(innerSides, 0, innerRoot, 0);
  else putHash(hashBinary(innerBuffer), innerRoot, 0);
  return innerRoot;
}

/** The same for many at once. @param sides left and right of one after the other @returns the words of their roots, one after the other */
export function joinAll(depth: number, sides: Int32Array): Int32Array {
  const roots = new Int32Array(sides.length / 2);
  hashPairs(INNER * 256 + depth, bytesOf(sides), bytesOf(roots));
  for (let at = 0; at < roots.length; at += HASH_WORDS) {
    const [left, right] = [2 * at, 2 * at + HASH_WORDS];
    if (isEmpty(sides, left)) roots.set(sides.subarray(right, right + HASH_WORDS), at);
    else if (isEmpty(sides, right)) roots.set(sides.subarray(left, right), at);
  }
  return roots;
}

function isEmpty(words: Int32Array, at: number): boolean {
  for (let word = at; word < at + HASH_WORDS; word += 1) if (words[word] !== 0) return false;
  return true;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** First index in from..to whose key hash has the bit set; all of them agree on the bits before it. */
export function splitAt(sorted: readonly { readonly keyHash: string }[], from: number, to: number, bit: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bitOf(sorted[middle]!.keyHash, bit) === 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first bit in which two keys differ; 256 for equal keys. */
export function partingBit(a: string, b: string): number {
  for (let i = 0; i < 32; i += 1) {
    const difference = a.charCodeAt(i) ^ b.charCodeAt(i);
    if (difference !== 0) return i * 8 + Math.clz32(difference) - 24;
  }
  return KEY_BITS;
}

export function bitOf(key: string, bit: number): number {
  return (key.charCodeAt(bit >> 3) >> (7 - (bit & 7))) & 1;
}

/** The first `bits` bits of a key hash as a number. @param bits 0 to 31 */
export function prefixOf(keyHash: string, bits: number): number {
  const first = ((keyHash.charCodeAt(0) << 24) | (keyHash.charCodeAt(1) << 16) | (keyHash.charCodeAt(2) << 8) | keyHash.charCodeAt(3)) >>> 0;
  return bits === 0 ? 0 : first >>> (32 - bits);
}

export function hashLeaf(key: string, valueHash: string): string {
  leafBuffer.write(key, 1, 'latin1');
  leafBuffer.write(valueHash, 33, 'latin1');
  return hashBinary(leafBuffer);
}

export function hashInner(depth: number, left: string, right: string): string {
  innerBuffer[1] = depth;
  innerBuffer.write(left, 2, 'latin1');
  innerBuffer.write(right, 34, 'latin1');
  return hashBinary(innerBuffer);
}
