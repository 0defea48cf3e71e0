import type { Bytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { HASH_BYTES } from './hash-words';
import type { StateKey } from './store-key';
import type { TrieLeaf } from './trie';

/**
 * Bytes of pages as they lie on disk and in memory. Whoever keeps them on disk adds a checksum and guards against what was not written here.
 *
 *   bucket page: (key hash 32, leaf hash 32, key length u16, value length u32, key, value)*, in ascending order of key hash
 *   keys page:   (key length u16, key)*, ascending
 *
 * `at` is where one of a page's entries begins. Most pages lie from..to in a larger array, so that there is nothing to make for one that is read.
 */
const LEAF_HEAD_BYTES = 70;
/** A page that fits its checksum is what this file wrote. */
const WHOLE = 'a page holds whole entries';

/** One entry of the state, with its place and hash in the trie. */
export interface StateLeaf extends TrieLeaf {
  readonly key: StateKey;
  /** A binary string. */
  readonly value: string;
}

export function writeBucketPage(leaves: readonly StateLeaf[]): Buffer {
  const page = Buffer.allocUnsafeSlow(leaves.reduce((sum, { key, value }) => sum + leafBytes(key, value), 0));
  let at = 0;
  for (const { keyHash, hash, key, value } of leaves) {
    at = beginLeaf(page, at, keyHash, hash, key, value.length);
    at += page.write(value, at, 'latin1');
  }
  return page;
}

/** How long an entry is in a page. */
export function leafBytes(key: StateKey, value: { readonly length: number }): number {
  return LEAF_HEAD_BYTES + key.length + value.length;
}

/** All of an entry but its value. @returns where the value is to be written */
export function beginLeaf(page: Buffer, at: number, keyHash: string, leafHash: string, key: StateKey, valueBytes: number): number {
  page.write(keyHash, at, 'latin1');
  page.write(leafHash, at + HASH_BYTES, 'latin1');
  page[at + 64] = key.length >> 8;
  page[at + 65] = key.length;
  page[at + 66] = valueBytes >>> 24;
  page[at + 67] = valueBytes >> 16;
  page[at + 68] = valueBytes >> 8;
  page[at + 69] = valueBytes;
  page.write(key, at + LEAF_HEAD_BYTES, 'latin1');
  return at + LEAF_HEAD_BYTES + key.length;
}

export function readBucketPage(page: Buffer): StateLeaf[] {
  return placesIn(page).map((at) => {
    const value = valueStart(page, at);
    return {
      keyHash: page.toString('latin1', at, at + HASH_BYTES),
      hash: leafHashAt(page, at),
      key: page.toString('latin1', at + LEAF_HEAD_BYTES, value),
      value: page.toString('latin1', value, leafEnd(page, at)),
    };
  });
}

/** Where entries begin. Throws if the page does not end with the last one. */
export function placesIn(page: Bytes): number[] {
  const places: number[] = [];
  let at = 0;
  while (at < page.length) {
    places.push(at);
    invariant(at + LEAF_HEAD_BYTES <= page.length, WHOLE);
    at = leafEnd(page, at);
  }
  invariant(at === page.length, WHOLE);
  return places;
}

export function leafHashAt(page: Buffer, at: number): string {
  return page.toString('latin1', at + HASH_BYTES, at + 2 * HASH_BYTES);
}

export function leafEnd(page: Bytes, at: number): number {
  const length = ((page[at + 66]! << 24) | (page[at + 67]! << 16) | (page[at + 68]! << 8) | page[at + 69]!) >>> 0;
  return valueStart(page, at) + length;
}

export function valueStart(page: Bytes, at: number): number {
  return at + LEAF_HEAD_BYTES + ((page[at + 64]! << 8) | page[at + 65]!);
}

/** Less than 0 if the entry's key hash is less than this one, 0 if it is the same. */
export function compareKeyHash(page: Bytes, at: number, keyHash: string): number {
  for (let i = 0; i < HASH_BYTES; i += 1) {
    const difference = page[at + i]! - keyHash.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Index of the first bit in which the key hashes of two entries differ. */
export function partingBitOf(page: Bytes, at: number, other: number): number {
  for (let i = 0; i < HASH_BYTES; i += 1) {
    const difference = page[at + i]! ^ page[other + i]!;
    if (difference !== 0) return i * 8 + Math.clz32(difference) - 24;
  }
  return 8 * HASH_BYTES;
}

/** A bit of an entry's key hash. */
export function keyBit(page: Bytes, at: number, bit: number): number {
  return (page[at + (bit >> 3)]! >> (7 - (bit & 7))) & 1;
}

export function encodeKeysPage(keys: readonly StateKey[]): Bytes {
  // One text, written once: three times as fast as key by key.
  let text = '';
  for (const key of keys) text += String.fromCharCode(key.length >> 8, key.length & 255) + key;
  return Buffer.from(text, 'latin1');
}

export function decodeKeysPage(page: Buffer): StateKey[] {
  const keys: StateKey[] = [];
  for (let at = 0; at < page.length; ) {
    invariant(at + 2 <= page.length, WHOLE);
    const end = at + 2 + page.readUInt16BE(at);
    invariant(end <= page.length, WHOLE);
    keys.push(page.toString('latin1', at + 2, end));
    at = end;
  }
  return keys;
}
