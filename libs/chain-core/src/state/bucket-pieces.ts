import { hashBinary } from '../crypto/hash';
import { invariant } from '../primitives/refusal';
import { HASH_BYTES } from './hash-words';
import { compareKeyHash, keyBit, leafEnd, leafHashAt, partingBitOf, placesIn } from './page';
import { INNER } from './trie';

/** Longer pages are cut, unless they are one entry: more than what most buckets hold. */
export const PIECE_BYTES_MAX = 4_096;
const IN_ORDER = 'entries of a page stand in the order of their key hashes';

/** A bucket's page, cut where one entry ends and another begins. Throws if the page does not end with its last entry. @param page no part of a longer one, which would stay in memory with it */
export function cutPage(page: Buffer): Buffer[] {
  if (page.length <= PIECE_BYTES_MAX) return page.length === 0 ? [] : [page];
  const places = placesIn(page);
  if (places.length === 1) return [page];
  const pieces: Buffer[] = [];
  let from = 0;
  places.forEach((at) => {
    if (at === from || leafEnd(page, at) - from <= PIECE_BYTES_MAX) return;
    pieces.push(copyOf(page, from, at));
    from = at;
  });
  return [...pieces, copyOf(page, from, page.length)];
}

/** The piece in which the entry with this key hash would be; undefined: there is no piece. */
export function pieceFor(pieces: readonly Buffer[], keyHash: string): Buffer | undefined {
  if (pieces.length <= 1) return pieces[0];
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeyHash(pieces[middle]!, 0, keyHash) <= 0) low = middle + 1;
    else high = middle;
  }
  return pieces[Math.max(0, low - 1)];
}

/** Root of the trie (see trie.ts) of the entries that lie from..to in a page, at least one. */
export function rootOfPage(page: Buffer, from: number, to: number): string {
  let count = 0;
  for (let at = from; at < to; at = leafEnd(page, at)) places[count++] = at;
  return rootOfEntries(page, 0, count);
}

/** @param from first of those in `places` @param to behind the last */
function rootOfEntries(page: Buffer, from: number, to: number): string {
  if (from + 1 === to) return leafHashAt(page, places[from]!);
  const depth = partingBitOf(page, places[from]!, places[to - 1]!);
  let middle = from + 1;
  while (middle < to && keyBit(page, places[middle]!, depth) === 0) middle += 1;
  invariant(middle < to, IN_ORDER);
  const left = from + 1 === middle ? undefined : rootOfEntries(page, from, middle);
  const right = middle + 1 === to ? undefined : rootOfEntries(page, middle, to);
  inner[0] = INNER;
  inner[1] = depth;
  copySide(page, places[from]!, left, 2);
  copySide(page, places[middle]!, right, 2 + HASH_BYTES);
  return hashBinary(inner);
}

/** A side that is one entry has the hash that stands in it. */
function copySide(page: Buffer, place: number, hash: string | undefined, at: number): void {
  if (hash === undefined) for (let i = 0; i < HASH_BYTES; i += 1) inner[at + i] = page[place + HASH_BYTES + i]!;
  else inner.write(hash, at, 'latin1');
}

/** A part of a page would keep the whole of it in memory. */
export function copyOf(page: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(to - from);
  page.copy(copy, 0, from, to);
  return copy;
}

const inner = Buffer.alloc(2 + 2 * HASH_BYTES);
/** Of one page at a time. */
const places: number[] = [];
