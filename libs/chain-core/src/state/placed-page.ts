import { bucketOfPage, EMPTY_BUCKET, findValue, middleOf, splitBucket, valueIn, type Bucket } from './bucket';
import { copyOf, PIECE_BYTES_MAX, rootOfPage } from './bucket-pieces';
import type { Bytes } from '../primitives/bytes';
import { placesIn } from './page';
import { EMPTY_ROOT } from './trie';

const NOTHING = Buffer.alloc(0);

/**
 * Where the page of a bucket is in memory: from..to in a larger array, or, if it is a long one, a bucket in pieces. One object is filled again for each
 * bucket that is asked for; what it says is true until the state goes on.
 */
export class PlacedPage {
  bytes: Buffer = NOTHING;
  from = 0;
  to = 0;
  long: Bucket | undefined;

  static of(bucket: Bucket): PlacedPage {
    return new PlacedPage().setBucket(bucket);
  }

  get length(): number {
    return this.long === undefined ? this.to - this.from : lengthOf(this.long);
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  get root(): string {
    if (this.long !== undefined) return this.long.root;
    return this.from === this.to ? EMPTY_ROOT : rootOfPage(this.bytes, this.from, this.to);
  }

  set(bytes: Buffer, from: number, to: number): this {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.long = undefined;
    return this;
  }

  setEmpty(): this {
    return this.set(NOTHING, 0, 0);
  }

  /** Whatever is short enough is in one part. */
  setBucket(bucket: Bucket): this {
    const [first = NOTHING] = bucket.pieces;
    if (lengthOf(bucket) <= PIECE_BYTES_MAX) return bucket.pieces.length <= 1 ? this.set(first, 0, first.length) : this.setPage(Buffer.concat(bucket.pieces));
    return this.setLong(bucket);
  }

  setLong(bucket: Bucket): this {
    this.setEmpty().long = bucket;
    return this;
  }

  /** @param page the caller's no more */
  setPage(page: Buffer): this {
    return page.length <= PIECE_BYTES_MAX ? this.set(page, 0, page.length) : this.setBucket(bucketOfPage(page));
  }

  find(keyHash: string): Bytes | undefined {
    return this.long === undefined ? valueIn(this.bytes, this.from, this.to, keyHash) : findValue(this.long, keyHash);
  }

  /** The halves of a page whose entries agree on the bits before `bit`. */
  split(bit: number): readonly [PlacedPage, PlacedPage] {
    if (this.long !== undefined) {
      const [left, right] = splitBucket(this.long, bit);
      return [PlacedPage.of(left), PlacedPage.of(right)];
    }
    const middle = middleOf(this.bytes, this.from, this.to, bit);
    return [new PlacedPage().set(this.bytes, this.from, middle), new PlacedPage().set(this.bytes, middle, this.to)];
  }

  /** A bucket of its own memory. @param root the page's, which is known wherever this is asked for */
  toBucket(root: string): Bucket {
    if (this.long !== undefined) return this.long;
    const page = copyOf(this.bytes, this.from, this.to);
    return this.isEmpty ? EMPTY_BUCKET : { pieces: [page], count: placesIn(page).length, root };
  }
}

function lengthOf({ pieces }: Bucket): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}
