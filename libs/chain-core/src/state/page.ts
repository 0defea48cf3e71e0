import type { Bytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { StateKey } from './store-key';
import type { TrieLeaf } from './trie';

/**
 * Bytes of pages as they lie on disk. Whoever keeps them adds a checksum and guards against what was not written here.
 *
 *   bucket page: (key hash 32, leaf hash 32, key length u16, value length u32, key, value)*, in ascending order of key hash
 *   keys page:   (key length u16, key)*, ascending
 *
 * In memory a bucket's page is the same as a binary string (see store-key.ts), in pieces (see bucket.ts); `at` is where one of its entries begins.
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

export function writeBucketPage(leaves: readonly StateLeaf[]): string {
  let page = '';
  for (const leaf of leaves) page += leafPage(leaf);
  return page;
}

/** What stands for one entry in a page. */
export function leafPage({ keyHash, hash, key, value }: StateLeaf): string {
  const [keyLength, length] = [key.length, value.length];
  return keyHash + hash + String.fromCharCode(keyLength >> 8, keyLength & 255, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255) + key + value;
}

/** Each keeps the whole page in memory: copy of it what is to stay. */
export function readBucketPage(page: string): StateLeaf[] {
  return placesIn(page).map((at) => {
    const valueAt = valueStart(page, at);
    return { keyHash: page.slice(at, at + 32), hash: leafHashAt(page, at), key: page.slice(at + LEAF_HEAD_BYTES, valueAt), value: page.slice(valueAt, leafEnd(page, at)) };
  });
}

/** Where entries begin. Throws if the page does not end with the last one. */
export function placesIn(page: string): number[] {
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

export function leafHashAt(page: string, at: number): string {
  return page.slice(at + 32, at + 64);
}

export function valueAt(page: string, at: number): string {
  return page.slice(valueStart(page, at), leafEnd(page, at));
}

export function leafEnd(page: string, at: number): number {
  const length = page.charCodeAt(at + 66) * 2 ** 24 + ((page.charCodeAt(at + 67) << 16) | (page.charCodeAt(at + 68) << 8) | page.charCodeAt(at + 69));
  return valueStart(page, at) + length;
}

function valueStart(page: string, at: number): number {
  return at + LEAF_HEAD_BYTES + ((page.charCodeAt(at + 64) << 8) | page.charCodeAt(at + 65));
}

/** Less than 0 if the entry's key hash is less than this one, 0 if it is the same. */
export function compareKeyHash(page: string, at: number, keyHash: string): number {
  for (let i = 0; i < 32; i += 1) {
    const difference = page.charCodeAt(at + i) - keyHash.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return 0;
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
