import { fromBinary, hashBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { copyOf, cutPage, PIECE_BYTES_MAX, pieceFor, rootOfPage } from './bucket-pieces';
import { changePage, PageOut } from './change-page';
import type { LeafChange } from './change-page';
import { compareKeyHash, keyBit, leafEnd, placesIn, readBucketPage, valueStart, writeBucketPage, type StateLeaf } from './page';
import type { StateKey } from './store-key';
import { EMPTY_ROOT, hashLeaf, rootOf } from './trie';

/** All entries whose key hashes begin with the same bits, and the root of their trie. Never changed. */
export interface Bucket {
  /**
   * Its page as it lies on disk. A long one is in pieces of whole entries, and a change makes only those anew that it concerns: versions of a state share the
   * others, and a large value is there once.
   */
  readonly pieces: readonly Buffer[];
  readonly count: number;
  readonly root: string;
}

export const EMPTY_BUCKET: Bucket = { pieces: [], count: 0, root: EMPTY_ROOT };
/** What a bucket costs in memory besides its page: all objects, and its place among those in memory; and one of its pieces. */
const BUCKET_BYTES = 200;
const PIECE_BYTES = 200;

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

/** @param page no part of a longer one, which would stay in memory with it */
export function bucketOfPage(page: Buffer): Bucket {
  return bucketOf(cutPage(page));
}

/** @param pieces no parts of longer pages, which would stay in memory with them */
export function bucketOf(pieces: readonly Buffer[]): Bucket {
  if (pieces.length <= 1) return bucketOfPiece(pieces[0] ?? NOTHING);
  const leaves = bucketLeaves({ pieces });
  return { pieces, count: leaves.length, root: rootOf(leaves) };
}

function bucketOfPiece(page: Buffer): Bucket {
  const { length } = placesIn(page);
  return length === 0 ? EMPTY_BUCKET : { pieces: [page], count: length, root: rootOfPage(page, 0, page.length) };
}

/** In ascending order of key hash. */
export function bucketLeaves({ pieces }: Pick<Bucket, 'pieces'>): StateLeaf[] {
  return pieces.flatMap(readBucketPage);
}

/** @param changes those in from..to are for this bucket, in ascending order of key hash, each once */
export function changeBucket({ pieces }: Bucket, changes: readonly LeafChange[], from: number, to: number): Bucket {
  if (pieces.length === 0) return bucketOf(changedPieces(NOTHING, changes, from, to));
  const changed: Buffer[] = [];
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
function changePiece(piece: Buffer, changes: readonly LeafChange[], from: number, to: number): Buffer[] {
  if (piece.length <= PIECE_BYTES_MAX) return changedPieces(piece, changes, from, to);
  let middle = from;
  let order = -1;
  while (middle < to && (order = compareKeyHash(piece, 0, changes[middle]!.keyHash)) > 0) middle += 1;
  if (middle < to && order === 0) return changedPieces(piece, changes, from, to);
  return [...changedPieces(NOTHING, changes, from, middle), piece, ...changedPieces(NOTHING, changes, middle, to)];
}

function changedPieces(page: Buffer, changes: readonly LeafChange[], from: number, to: number): Buffer[] {
  const out = new PageOut();
  changePage(page, 0, page.length, changes, from, to, out);
  return cutPage(copyOf(out.bytes, 0, out.at));
}

/** @returns the value of the entry with this key hash, as bytes of its own */
export function findValue({ pieces }: Bucket, keyHash: string): Bytes | undefined {
  const page = pieceFor(pieces, keyHash) ?? NOTHING;
  return valueIn(page, 0, page.length, keyHash);
}

/** The same in a page that lies from..to. */
export function valueIn(page: Buffer, from: number, to: number, keyHash: string): Bytes | undefined {
  for (let at = from; at < to; at = leafEnd(page, at)) {
    const order = compareKeyHash(page, at, keyHash);
    if (order >= 0) return order === 0 ? bytesOf(page, valueStart(page, at), leafEnd(page, at)) : undefined;
  }
  return undefined;
}

/** V8 keeps typed arrays up to this length in its own heap, which is faster than anything else. */
const SHORT_BYTES = 64;

/** A plain array of bytes, as `fromBinary` makes it. */
function bytesOf(page: Buffer, from: number, to: number): Bytes {
  if (to - from > SHORT_BYTES) {
    const copy = Buffer.allocUnsafe(to - from);
    page.copy(copy, 0, from, to);
    return new Uint8Array(copy.buffer, copy.byteOffset, copy.length);
  }
  const bytes = new Uint8Array(to - from);
  for (let at = from; at < to; at += 1) bytes[at - from] = page[at]!;
  return bytes;
}

/** Where the entries begin, from..to, that have bit `bit` set; all agree on the bits before. */
export function middleOf(page: Buffer, from: number, to: number, bit: number): number {
  let middle = from;
  while (middle < to && keyBit(page, middle, bit) === 0) middle = leafEnd(page, middle);
  return middle;
}

/** The two halves of a bucket whose leaves agree on the bits before `bit`. */
export function splitBucket(bucket: Bucket, bit: number): readonly [Bucket, Bucket] {
  const halves: [Buffer[], Buffer[]] = [[], []];
  for (const page of bucket.pieces) {
    const middle = middleOf(page, 0, page.length, bit);
    if (middle === 0) halves[1].push(page);
    else if (middle === page.length) halves[0].push(page);
    else {
      halves[0].push(copyOf(page, 0, middle));
      halves[1].push(copyOf(page, middle, page.length));
    }
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

const NOTHING = Buffer.alloc(0);
