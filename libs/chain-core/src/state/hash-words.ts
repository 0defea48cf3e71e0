import { toBinary } from '../crypto/hash';

// Hashes as they lie in typed arrays, so that whoever collects garbage need not go through them.

export const HASH_BYTES = 32;
/** Of 32 bits, where hashes are copied: their order is that of the bytes on every machine. */
export const HASH_WORDS = HASH_BYTES / 4;
/** So many words are taken from the machine at once. */
const SHARED_WORDS = 4_096;
const SMALL_WORDS = 512;
let shared = new ArrayBuffer(0);
let sharedAt = 0;

/** Zeroes. Small arrays share memory with others that are made these moments: memory of their own, outside the heap, would take longer to get than to fill, and most blocks change little. */
export function makeWords(count: number) {
  if (count > SMALL_WORDS) return new Int32Array(count);
  const bytes = count * Int32Array.BYTES_PER_ELEMENT;
  if (sharedAt + bytes > shared.byteLength) [shared, sharedAt] = [new ArrayBuffer(SHARED_WORDS * Int32Array.BYTES_PER_ELEMENT), 0];
  sharedAt += bytes;
  return new Int32Array(shared, sharedAt - bytes, count);
}

const one = Buffer.alloc(HASH_BYTES);
/** The same memory. */
const oneWords = new Int32Array(one.buffer, one.byteOffset, HASH_WORDS);

/** The hash at a place, as a binary string. */
export function hashAt(words: Int32Array, place: number): string {
  copyWords(words, place, oneWords, 0);
  return toBinary(one);
}

/** @param hash a binary string, to word `at` of `to` */
export function putHash(hash: string, to: Int32Array, at: number): void {
  for (let i = 0; i < HASH_BYTES; i += 1) one[i] = hash.charCodeAt(i);
  copyWords(oneWords, 0, to, at);
}

/** The hash at a place of `from`, to word `at` of `to`. Eight words: a call of the system's own copy would cost more. */
export function copyWords(from: Int32Array, place: number, to: Int32Array, at: number): void {
  for (let word = 0; word < HASH_WORDS; word += 1) to[at + word] = from[place * HASH_WORDS + word]!;
}
