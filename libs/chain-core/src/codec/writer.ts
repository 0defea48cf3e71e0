import type { Bytes } from '../primitives/bytes';
import { utf8 } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';

/** Largest amount: fits a signed 64-bit integer everywhere. */
export const AMOUNT_MAX = 2n ** 63n - 1n;
const TWO_32 = 2 ** 32;
const TWO_53 = 2n ** 53n;
/** Most of what is written is shorter. */
const SCRATCH_BYTES = 4_096;
/** Where the next writer writes, unless another one is at it: made once, for memory outside the heap costs more than most encodings. */
let scratch: Uint8Array | undefined;
/** Memory outside the heap that many share: of their own it would take longer than to write them. */
const SHARED_BYTES = 8_192;
let shared = new Uint8Array(SHARED_BYTES);
let sharedAt = 0;

/**
 * Writes the fixed layout: big-endian integers, lists and byte strings after their length. What it is given comes from our own code, so a
 * value out of range is a bug (invariant), not a refusal; outside data is judged by `Reader`.
 */
export class Writer {
  private buffer: Uint8Array;
  private length = 0;

  constructor(sizeHint = 256) {
    this.buffer = (sizeHint <= SCRATCH_BYTES ? scratch : undefined) ?? new Uint8Array(Math.max(sizeHint, SCRATCH_BYTES));
    if (this.buffer === scratch) scratch = undefined;
  }

  /** Bytes written so far. */
  get size(): number {
    return this.length;
  }

  u8(value: number): this {
    invariant(Number.isInteger(value) && value >= 0 && value < 256, 'u8 in range');
    const at = this.grow(1);
    this.buffer[at] = value;
    return this;
  }

  u16(value: number): this {
    invariant(Number.isInteger(value) && value >= 0 && value < 65536, 'u16 in range');
    const at = this.grow(2);
    this.buffer[at] = value >>> 8;
    this.buffer[at + 1] = value;
    return this;
  }

  u32(value: number): this {
    invariant(Number.isInteger(value) && value >= 0 && value < TWO_32, 'u32 in range');
    this.number(this.grow(4), value);
    return this;
  }

  /** A count, height or time: 0 to 2^53-1, in eight bytes. */
  u53(value: number): this {
    invariant(Number.isSafeInteger(value) && value >= 0, 'u53 in range');
    const at = this.grow(8);
    this.number(at, Math.floor(value / TWO_32));
    this.number(at + 4, value % TWO_32);
    return this;
  }

  /** 1 to 2^63-1. */
  amount(value: bigint): this {
    invariant(value > 0n && value <= AMOUNT_MAX, 'amount in range');
    if (value < TWO_53) return this.u53(Number(value));
    const at = this.grow(8);
    this.number(at, Number(value >> 32n));
    this.number(at + 4, Number(value & 0xffffffffn));
    return this;
  }

  /** Bytes whose length the reader knows. */
  fixed(bytes: Bytes, length: number): this {
    invariant(bytes.length === length, `${length} bytes`);
    const at = this.grow(length);
    this.buffer.set(bytes, at);
    return this;
  }

  bytes8(bytes: Bytes): this {
    return this.u8(bytes.length).fixed(bytes, bytes.length);
  }

  bytes16(bytes: Bytes): this {
    return this.u16(bytes.length).fixed(bytes, bytes.length);
  }

  bytes32(bytes: Bytes): this {
    return this.u32(bytes.length).fixed(bytes, bytes.length);
  }

  text8(text: string): this {
    return this.bytes8(utf8(text));
  }

  /** What was written. Nothing is written after it. */
  finish(): Bytes {
    return this.end(this.buffer.slice(0, this.length));
  }

  /** The same, in memory that is shared with what else is written these moments: for what is soon let go of. */
  finishBriefly(): Bytes {
    const { buffer, length } = this;
    if (length > SHARED_BYTES) return this.finish();
    if (sharedAt + length > shared.length) [shared, sharedAt] = [new Uint8Array(SHARED_BYTES), 0];
    const written = shared.subarray(sharedAt, sharedAt + length);
    for (let i = 0; i < length; i += 1) written[i] = buffer[i]!;
    sharedAt += length;
    return this.end(written);
  }

  /** The next writer may have the memory that this one wrote in. */
  private end(written: Bytes): Bytes {
    if (this.buffer.length === SCRATCH_BYTES) scratch = this.buffer;
    this.buffer = written;
    return written;
  }

  /** Big-endian, four bytes. */
  private number(at: number, value: number): void {
    const { buffer } = this;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
  }

  /** Makes room for `count` bytes and returns where they begin. */
  private grow(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.length, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, at));
      this.buffer = larger;
    }
    return at;
  }
}
