import { fromBinary, hashBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import type { StateKey } from './store-key';
import { EMPTY_ROOT, hashLeaf, rootOf, splitAt, type TrieLeaf } from './trie';

/** One entry of the state, with its place and hash in the trie. */
export interface StateLeaf extends TrieLeaf {
  readonly key: StateKey;
  /** Mostly a binary string: bytes beyond 64 would be three objects and memory outside the heap besides, three times as much for an output. */
  value: string | Bytes;
}

/** A change of one entry. `value` undefined removes it. */
export interface LeafChange {
  readonly keyHash: string;
  readonly key: StateKey;
  readonly value: Bytes | undefined;
}

/** All entries whose key hashes begin with the same bits, in ascending order of key hash, and the root of their trie. Never changed. */
export interface Bucket {
  readonly leaves: readonly StateLeaf[];
  readonly root: string;
}

export const EMPTY_BUCKET: Bucket = { leaves: [], root: EMPTY_ROOT };
/** What a bucket costs in memory besides its entries, and an entry besides its key and value: two hashes and all objects. */
const BUCKET_BYTES = 168;
const LEAF_BYTES = 216;

export function makeLeaf(keyHash: string, key: StateKey, value: Bytes): StateLeaf {
  return { keyHash, hash: hashLeaf(keyHash, hashBinary(value)), key, value: toBinary(value) };
}

export function valueOf({ value }: StateLeaf): Bytes {
  return typeof value === 'string' ? fromBinary(value) : value;
}

/** Its value, and the same object each time while the leaf is in memory: readers remember by it what they made of it. */
export function keptValueOf(leaf: StateLeaf): Bytes {
  if (typeof leaf.value === 'string') leaf.value = fromBinary(leaf.value).slice(); // Not a part of a larger buffer, which would stay with it.
  return leaf.value;
}

/** @param leaves in ascending order of key hash */
export function makeBucket(leaves: readonly StateLeaf[]): Bucket {
  return leaves.length === 0 ? EMPTY_BUCKET : { leaves, root: rootOf(leaves) };
}

/** @param changes those in from..to are for this bucket, in ascending order of key hash, each once */
export function changeBucket(bucket: Bucket, changes: readonly LeafChange[], from: number, to: number): Bucket {
  const leaves: StateLeaf[] = [];
  let old = 0;
  for (let i = from; i < to; i += 1) {
    const { keyHash, key, value } = changes[i]!;
    while (old < bucket.leaves.length && bucket.leaves[old]!.keyHash < keyHash) leaves.push(bucket.leaves[old++]!);
    if (bucket.leaves[old]?.keyHash === keyHash) old += 1;
    if (value !== undefined) leaves.push(makeLeaf(keyHash, key, value));
  }
  while (old < bucket.leaves.length) leaves.push(bucket.leaves[old++]!);
  return makeBucket(leaves.slice()); // A list that grew keeps room for seventeen.
}

export function findLeaf({ leaves }: Bucket, keyHash: string): StateLeaf | undefined {
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (leaves[middle]!.keyHash < keyHash) low = middle + 1;
    else high = middle;
  }
  return leaves[low]?.keyHash === keyHash ? leaves[low] : undefined;
}

/** The two halves of a bucket whose leaves agree on the bits before `bit`. */
export function splitBucket({ leaves }: Bucket, bit: number): readonly [Bucket, Bucket] {
  const middle = splitAt(leaves, 0, leaves.length, bit);
  return [makeBucket(leaves.slice(0, middle)), makeBucket(leaves.slice(middle))];
}

/** About what the bucket takes in memory. */
export function memoryOf({ leaves }: Bucket): number {
  let bytes = BUCKET_BYTES;
  for (const { key, value } of leaves) bytes += LEAF_BYTES + key.length + value.length;
  return bytes;
}
