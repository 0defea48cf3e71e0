import { PIECE_BYTES_MAX } from './bucket-pieces';
import type { PlacedPage } from './placed-page';
import { invariant } from '../primitives/refusal';

/** A location has 16 bits for the word in its chunk at which a record begins. */
const CHUNK_BYTES = 2 ** 18;
const WORD_BYTES = 4;
/** node u32, length of the page u32 */
const HEAD_BYTES = 8;
const CHUNKS_MAX = 2 ** 16;

interface Chunk {
  readonly bytes: Buffer;
  /** The same memory. */
  readonly words: Uint32Array;
  /** Behind its last record. */
  end: number;
}

/**
 * Pages of buckets in memory, one behind the other in chunks of memory that whoever collects garbage need not look into. What is put in anew goes to the end, and
 * leaves a hole where it was; now and then the oldest chunk is gone through, what is wanted of it moves to the end, and the chunk is used again.
 */
export class PageArena {
  readonly #chunks: (Chunk | undefined)[] = [undefined];
  readonly #unused: number[] = [];
  /** Numbers of chunks, oldest first; the last one is written to. */
  readonly #order: number[] = [];
  #spare: Chunk | undefined;
  #live = 0;

  /** What it takes in memory. */
  get bytes(): number {
    return this.#order.length * CHUNK_BYTES;
  }

  get chunks(): number {
    return this.#order.length;
  }

  /** What of it is in use. */
  get live(): number {
    return this.#live;
  }

  /** Much of it is holes. */
  get isWasteful(): boolean {
    return this.bytes > 2 * (this.#live + CHUNK_BYTES);
  }

  /** @param node whose page it is @returns its location, above 0 and below 2^32 */
  append(node: number, page: Buffer, from: number, to: number): number {
    invariant(to - from <= PIECE_BYTES_MAX, 'long pages are elsewhere');
    const bytes = recordBytes(to - from);
    let number = this.#order.at(-1);
    if (number === undefined || this.#chunks[number]!.end + bytes > CHUNK_BYTES) number = this.#open();
    const chunk = this.#chunks[number]!;
    const at = chunk.end;
    chunk.words[at / WORD_BYTES] = node;
    chunk.words[at / WORD_BYTES + 1] = to - from;
    page.copy(chunk.bytes, at + HEAD_BYTES, from, to);
    chunk.end += bytes;
    this.#live += bytes;
    return ((number << 16) | (at / WORD_BYTES)) >>> 0;
  }

  locate(location: number, into: PlacedPage): void {
    const { bytes, words } = this.#chunks[location >>> 16]!;
    const word = location & 0xffff;
    const from = word * WORD_BYTES + HEAD_BYTES;
    into.set(bytes, from, from + words[word + 1]!);
  }

  free(location: number): void {
    this.#live -= recordBytes(this.#chunks[location >>> 16]!.words[(location & 0xffff) + 1]!);
  }

  /** Gives the oldest chunk back. @param visit is told of everything that was ever put there, and puts in anew what is still wanted */
  reclaimOldest(visit: (node: number, location: number) => void): void {
    const number = this.#order[0]!;
    if (this.#order.length === 1) this.#open();
    this.#order.shift();
    const chunk = this.#chunks[number]!;
    for (let at = 0; at < chunk.end; at += recordBytes(chunk.words[at / WORD_BYTES + 1]!)) visit(chunk.words[at / WORD_BYTES]!, ((number << 16) | (at / WORD_BYTES)) >>> 0);
    this.#chunks[number] = undefined;
    this.#unused.push(number);
    chunk.end = 0;
    this.#spare = chunk;
  }

  #open(): number {
    const number = this.#unused.pop() ?? this.#chunks.length;
    invariant(number < CHUNKS_MAX, 'the pages in memory are within bounds');
    this.#chunks[number] = this.#spare ?? makeChunk();
    this.#spare = undefined;
    this.#order.push(number);
    return number;
  }
}

function makeChunk(): Chunk {
  const bytes = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return { bytes, words: new Uint32Array(bytes.buffer), end: 0 };
}

function recordBytes(pageBytes: number): number {
  return (HEAD_BYTES + pageBytes + WORD_BYTES - 1) & -WORD_BYTES;
}
