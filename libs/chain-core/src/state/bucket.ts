import { fromBinary, hashBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { copyOf, cutPage, PIECE_BYTES_MAX, pieceFor, rootOfPiece } from './bucket-pieces';
import { compareKeyHash, leafEnd, leafPage, placesIn, readBucketPage, valueAt, writeBucketPage, type StateLeaf } from './page';
import type { StateKey } from './store-key';
import { bitOf, EMPTY_ROOT, hashLeaf, rootOf } from './trie';

/** A change of one entry. `value` undefined removes it. */
export interface LeafChange {
  readonly keyHash: string;
  readonly key: StateKey;
  readonly value: Bytes | undefined;
}

/** All entries whose key hashes begin with the same bits, and the root of their trie. Never changed. */
export interface Bucket {
  /**
   * As it lies on disk: mostly one object, however many entries there are, for whoever collects garbage. A long page is in pieces of whole entries, and
   * a change makes only those anew that it concerns: versions of a state share the others, and a large value is there once.
   */
  readonly pieces: readonly string[];
  readonly count: number;
  readonly root: string;
}

export const EMPTY_BUCKET: Bucket = { pieces: [], count: 0, root: EMPTY_ROOT };
/** What a bucket costs in memory besides its page: all objects, and its place among those in memory; and one of its pieces. */
const BUCKET_BYTES = 200;
const PIECE_BYTES = 32;

export function makeLeaf(keyHash: string, key: StateKey, value: Bytes): StateLeaf {
  return { keyHash, hash: hashLeaf(keyHash, hashBinary(value)), key, value: toBinary(value) };
}

export function valueOf({ value }: StateLeaf): Bytes {
  return fromBinary(value);
}

/** @param leaves in ascending order of key hash */
export function makeBucket(leaves: readonly StateLeaf[]): Bucket {
  return bucketOfPage(writeBucketPage(leaves));
}

/** @param page no part of a longer text, which would stay in memory with it */
export function bucketOfPage(page: string): Bucket {
  return bucketOf(cutPage(page));
}

/** @param pieces no parts of longer texts, which would stay in memory with them */
export function bucketOf(pieces: readonly string[]): Bucket {
  if (pieces.length <= 1) return bucketOfPiece(pieces[0] ?? '');
  const leaves = bucketLeaves({ pieces });
  return { pieces, count: leaves.length, root: rootOf(leaves) };
}

function bucketOfPiece(page: string): Bucket {
  const places = placesIn(page);
  return places.length === 0 ? EMPTY_BUCKET : { pieces: [page], count: places.length, root: rootOfPiece(page, places, 0, places.length) };
}

/** In ascending order of key hash. Each keeps its piece of the page in memory: copy of it what is to stay. */
export function bucketLeaves({ pieces }: Pick<Bucket, 'pieces'>): StateLeaf[] {
  return pieces.flatMap(readBucketPage);
}

/** @param changes those in from..to are for this bucket, in ascending order of key hash, each once */
export function changeBucket({ pieces }: Bucket, changes: readonly LeafChange[], from: number, to: number): Bucket {
  const first = pieces[0] ?? '';
  if (pieces.length <= 1 && first.length <= PIECE_BYTES_MAX) {
    const page = changePage(first, changes, from, to);
    return page.length <= PIECE_BYTES_MAX ? bucketOfPiece(page) : bucketOfPage(page); // As most are.
  }
  const changed: string[] = [];
  pieces.forEach((piece, i) => {
    const next = pieces[i + 1];
    let end = from;
    while (end < to && (next === undefined || compareKeyHash(next, 0, changes[end]!.keyHash) > 0)) end += 1;
    changed.push(...(end === from ? [piece] : changePiece(piece, changes, from, end)));
    from = end;
  });
  return bucketOf(changed);
}

/** An entry that fills its piece stays as it is, whatever changes beside it. */
function changePiece(piece: string, changes: readonly LeafChange[], from: number, to: number): string[] {
  if (piece.length <= PIECE_BYTES_MAX) return cutPage(changePage(piece, changes, from, to));
  let middle = from;
  let order = -1;
  while (middle < to && (order = compareKeyHash(piece, 0, changes[middle]!.keyHash)) > 0) middle += 1;
  if (middle < to && order === 0) return cutPage(changePage(piece, changes, from, to));
  return [...cutPage(changePage('', changes, from, middle)), piece, ...cutPage(changePage('', changes, middle, to))];
}

function changePage(page: string, changes: readonly LeafChange[], from: number, to: number): string {
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
  return changed === '' || rest === '' ? copyOf(changed + rest) : changed + rest;
}

/** @returns the value of the entry with this key hash, as a binary string */
export function findValue({ pieces }: Bucket, keyHash: string): string | undefined {
  const page = pieceFor(pieces, keyHash) ?? '';
  for (let at = 0; at < page.length; at = leafEnd(page, at)) {
    const order = compareKeyHash(page, at, keyHash);
    if (order >= 0) return order === 0 ? valueAt(page, at) : undefined;
  }
  return undefined;
}

/** The two halves of a bucket whose leaves agree on the bits before `bit`. */
export function splitBucket(bucket: Bucket, bit: number): readonly [Bucket, Bucket] {
  const halves: [string[], string[]] = [[], []];
  for (const page of bucket.pieces) {
    let middle = 0;
    while (middle < page.length && bitOf(page, bit, middle) === 0) middle = leafEnd(page, middle);
    if (middle === 0) halves[1].push(page);
    else if (middle === page.length) halves[0].push(page);
    else [page.slice(0, middle), page.slice(middle)].forEach((part, side) => halves[side]!.push(copyOf(part)));
  }
  const [left, right] = halves;
  if (left.length === 0) return [EMPTY_BUCKET, bucket];
  return right.length === 0 ? [bucket, EMPTY_BUCKET] : [bucketOf(left), bucketOf(right)];
}

/** About what the bucket takes in memory. */
export function memoryOf({ pieces }: Bucket): number {
  let bytes = BUCKET_BYTES;
  for (const piece of pieces) bytes += PIECE_BYTES + piece.length;
  return bytes;
}
