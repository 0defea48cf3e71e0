import { hashBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { compareKeyHash, leafBytes, leafEnd, beginLeaf } from './page';
import type { StateKey } from './store-key';
import { hashLeaf } from './trie';

/** A change of one entry. `value` undefined removes it. */
export interface LeafChange {
  readonly keyHash: string;
  readonly key: StateKey;
  readonly value: Bytes | undefined;
}

const ROOM_BYTES = 8_192;
/** Where what is not known to be long is written first: one version of a state is made at a time. */
const draft = Buffer.allocUnsafeSlow(65_536);

/** Where pages are written, one behind the other. */
export class PageOut {
  bytes: Buffer;
  at = 0;
  /** How many entries more there are in what was written than in what it was made of. */
  entriesMore = 0;

  constructor(bytes = Buffer.allocUnsafe(ROOM_BYTES)) {
    this.bytes = bytes;
  }

  /** For so many bytes, more or less. Until it is `fit`, no other one of these is written to. */
  static forAbout(bytes: number): PageOut {
    return new PageOut(bytes <= draft.length ? draft : Buffer.allocUnsafeSlow(bytes));
  }

  /** Makes room for so many bytes more. */
  room(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.at + bytes));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }

  /** Keeps no more than twice the room that is needed; small pages share memory with others that are made these moments. */
  fit(): void {
    if (this.bytes !== draft && this.bytes.length <= 2 * this.at) return;
    const own = Buffer.allocUnsafe(this.at);
    this.bytes.copy(own, 0, 0, this.at);
    this.bytes = own;
  }

  copy(page: Buffer, from: number, to: number): void {
    if (from === to) return;
    this.room(to - from);
    this.at += page.copy(this.bytes, this.at, from, to);
  }
}

/** Writes the page that lies from..to in `page` with changes made. @param changes those in first..last, in ascending order of key hash, each once */
export function changePage(page: Buffer, from: number, to: number, changes: readonly LeafChange[], first: number, last: number, out: PageOut): void {
  let kept = from; // What lies from here to `at` stays as it is.
  let at = from;
  for (let i = first; i < last; i += 1) {
    const { keyHash, key, value } = changes[i]!;
    let order = -1;
    while (at < to && (order = compareKeyHash(page, at, keyHash)) < 0) at = leafEnd(page, at);
    const isThere = at < to && order === 0;
    out.copy(page, kept, at);
    if (value !== undefined) writeLeaf(keyHash, key, value, out);
    out.entriesMore += (value === undefined ? 0 : 1) - (isThere ? 1 : 0);
    if (isThere) at = leafEnd(page, at);
    kept = at;
  }
  out.copy(page, kept, to);
}

function writeLeaf(keyHash: string, key: StateKey, value: Bytes, out: PageOut): void {
  out.room(leafBytes(key, value));
  const at = beginLeaf(out.bytes, out.at, keyHash, hashLeaf(keyHash, hashBinary(value)), key, value.length);
  out.bytes.set(value, at);
  out.at = at + value.length;
}
