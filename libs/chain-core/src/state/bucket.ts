import { fromBinary, hashBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { compareKeyHash, leafEnd, leafHashAt, placesIn, valueAt, writeBucketPage, leafPage, type StateLeaf } from './page';
import type { StateKey } from './store-key';
import { bitOf, EMPTY_ROOT, hashInner, hashLeaf, partingBit } from './trie';

/** A change of one entry. `value` undefined removes it. */
export interface LeafChange {
  readonly keyHash: string;
  readonly key: StateKey;
  readonly value: Bytes | undefined;
}

/** All entries whose key hashes begin with the same bits, and the root of their trie. Never changed. */
export interface Bucket {
  /** As it lies on disk: one object, however many entries there are, for whoever collects garbage. */
  readonly page: string;
  readonly count: number;
  readonly root: string;
}

export const EMPTY_BUCKET: Bucket = { page: '', count: 0, root: EMPTY_ROOT };
/** What a bucket costs in memory besides its page: all objects, and its place among those in memory. */
const BUCKET_BYTES = 200;

export function makeLeaf(keyHash: string, key: StateKey, value: Bytes): StateLeaf {
  return { keyHash, hash: hashLeaf(keyHash, hashBinary(value)), key, value: toBinary(value) };
}

export function valueOf({ value }: StateLeaf): Bytes {
  return fromBinary(value);
}

/** @param leaves in ascending order of key hash */
export function makeBucket(leaves: readonly StateLeaf[]): Bucket {
  return bucketOf(writeBucketPage(leaves));
}

/** @param page no part of a longer text, which would stay in memory with it */
export function bucketOf(page: string): Bucket {
  const places = placesIn(page);
  return places.length === 0 ? EMPTY_BUCKET : { page, count: places.length, root: rootOf(page, places, 0, places.length) };
}

/** @param changes those in from..to are for this bucket, in ascending order of key hash, each once */
export function changeBucket({ page }: Bucket, changes: readonly LeafChange[], from: number, to: number): Bucket {
  let changed = '';
  let kept = 0; // What lies from here to `at` stays as it is.
  let at = 0;
  for (let i = from; i < to; i += 1) {
    const { keyHash, key, value } = changes[i]!;
    let order = -1;
    while (at < page.length && (order = compareKeyHash(page, at, keyHash)) < 0) at = leafEnd(page, at);
    changed += page.slice(kept, at);
    if (value !== undefined) changed += leafPage(makeLeaf(keyHash, key, value));
    if (at < page.length && order === 0) at = leafEnd(page, at);
    kept = at;
  }
  const rest = page.slice(kept);
  return bucketOf(changed === '' || rest === '' ? copyOf(changed + rest) : changed + rest);
}

/** @returns the value of the entry with this key hash, as a binary string */
export function findValue({ page }: Bucket, keyHash: string): string | undefined {
  for (let at = 0; at < page.length; at = leafEnd(page, at)) {
    const order = compareKeyHash(page, at, keyHash);
    if (order >= 0) return order === 0 ? valueAt(page, at) : undefined;
  }
  return undefined;
}

/** The two halves of a bucket whose leaves agree on the bits before `bit`. */
export function splitBucket(bucket: Bucket, bit: number): readonly [Bucket, Bucket] {
  const { page } = bucket;
  let middle = 0;
  while (middle < page.length && bitOf(page, bit, middle) === 0) middle = leafEnd(page, middle);
  if (middle === 0) return [EMPTY_BUCKET, bucket];
  return middle === page.length ? [bucket, EMPTY_BUCKET] : [bucketOf(copyOf(page.slice(0, middle))), bucketOf(copyOf(page.slice(middle)))];
}

/** About what the bucket takes in memory. */
export function memoryOf({ page }: Bucket): number {
  return BUCKET_BYTES + page.length;
}

/** See trie.ts. @param places of the entries */
function rootOf(page: string, places: readonly number[], from: number, to: number): string {
  if (from + 1 === to) return leafHashAt(page, places[from]!);
  const depth = partingBit(page, page, places[from]!, places[to - 1]!);
  let middle = from + 1;
  while (bitOf(page, depth, places[middle]!) === 0) middle += 1;
  return hashInner(depth, rootOf(page, places, from, middle), rootOf(page, places, middle, to));
}

/** A part of a text would keep the whole of it in memory. */
function copyOf(text: string): string {
  if (scratch.length < text.length) scratch = Buffer.allocUnsafeSlow(2 * text.length);
  return scratch.toString('latin1', 0, scratch.write(text, 0, 'latin1'));
}

let scratch = Buffer.alloc(4096);
