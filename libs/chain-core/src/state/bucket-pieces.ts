import { toBinary } from '../crypto/hash';
import { invariant } from '../primitives/refusal';
import { compareKeyHash, leafEnd, leafHashAt, placesIn } from './page';
import { bitOf, hashInner, partingBit } from './trie';

/** Longer ones are cut, unless they are one entry: more than what most buckets hold. */
export const PIECE_BYTES_MAX = 4_096;
const IN_ORDER = 'entries of a page stand in the order of their key hashes';

/** A bucket's page, cut where one entry ends and another begins. Throws if the page does not end with its last entry. @param page no part of a longer text, which would stay in memory with it */
export function cutPage(page: string): string[] {
  if (page.length <= PIECE_BYTES_MAX) return page === '' ? [] : [page];
  const places = placesIn(page);
  if (places.length === 1) return [page];
  const pieces: string[] = [];
  let from = 0;
  places.forEach((at) => {
    if (at === from || leafEnd(page, at) - from <= PIECE_BYTES_MAX) return;
    pieces.push(copyOf(page.slice(from, at)));
    from = at;
  });
  return [...pieces, copyOf(page.slice(from))];
}

/** The piece in which the entry with this key hash would be; undefined: there is no piece. */
export function pieceFor(pieces: readonly string[], keyHash: string): string | undefined {
  if (pieces.length <= 1) return pieces[0]; // As most are.
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeyHash(pieces[middle]!, 0, keyHash) <= 0) low = middle + 1;
    else high = middle;
  }
  return pieces[Math.max(0, low - 1)];
}

/** Root of the trie (see trie.ts) of some entries of a piece, at least one. @param places where its entries begin @param from first of them @param to behind the last */
export function rootOfPiece(page: string, places: readonly number[], from: number, to: number): string {
  if (from + 1 === to) return leafHashAt(page, places[from]!);
  const depth = partingBit(page, page, places[from]!, places[to - 1]!);
  let middle = from + 1;
  while (middle < to && bitOf(page, depth, places[middle]!) === 0) middle += 1;
  invariant(middle < to, IN_ORDER);
  return hashInner(depth, rootOfPiece(page, places, from, middle), rootOfPiece(page, places, middle, to));
}

/** A part of a text would keep the whole of it in memory. */
export function copyOf(text: string): string {
  if (text.length > scratch.length) return toBinary(Buffer.from(text, 'latin1'));
  return scratch.toString('latin1', 0, scratch.write(text, 0, 'latin1'));
}

const scratch = Buffer.alloc(PIECE_BYTES_MAX);
