import type { Bytes } from '../primitives/bytes';
import { malformed, within } from './malformed';
import { decodeUtf8, isWellFormed } from './utf8-text';

const TWO_21 = 2 ** 21;
const TWO_32 = 2 ** 32;
const AMOUNT_LIMIT = 2n ** 63n;

/**
 * Reads the fixed layout of `Writer` out of bytes that nobody vouches for. Everything that is not exactly what a Writer would have
 * written is refused: MALFORMED with the field's name and a reason. Byte strings are views, not copies.
 */
export class Reader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Bytes) {
    // A plain view, because `slice` of a Buffer does not copy and surprises whoever gets the pieces.
    this.bytes = bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.at;
  }

  u8(field: string): number {
    return this.bytes[this.advance(1, field)]!;
  }

  u16(field: string): number {
    const at = this.advance(2, field);
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  u32(field: string): number {
    return this.number(this.advance(4, field));
  }

  u53(field: string): number {
    const at = this.advance(8, field);
    const high = this.number(at);
    if (high >= TWO_21) malformed(field, 'beyond 2^53-1');
    return high * TWO_32 + this.number(at + 4);
  }

  amount(field: string): bigint {
    const at = this.advance(8, field);
    const [high, low] = [this.number(at), this.number(at + 4)];
    const value = high < TWO_21 ? BigInt(high * TWO_32 + low) : (BigInt(high) << 32n) | BigInt(low);
    if (value === 0n || value >= AMOUNT_LIMIT) malformed(field, 'amount must be from 1 to 2^63-1');
    return value;
  }

  /** 0 or 1. */
  flag(field: string): boolean {
    const value = this.u8(field);
    if (value > 1) malformed(field, 'must be 0 or 1');
    return value === 1;
  }

  /** A number of items, at most `max`. */
  count(width: 8 | 16 | 32, max: number, field: string): number {
    const count = width === 8 ? this.u8(field) : width === 16 ? this.u16(field) : this.u32(field);
    if (count > max) malformed(field, `at most ${max}`);
    return count;
  }

  fixed(length: number, field: string): Bytes {
    const at = this.advance(length, field);
    return this.bytes.subarray(at, at + length);
  }

  bytes8(max: number, field: string): Bytes {
    return this.fixed(this.count(8, max, field), field);
  }

  bytes16(max: number, field: string): Bytes {
    return this.fixed(this.count(16, max, field), field);
  }

  bytes32(max: number, field: string): Bytes {
    return this.fixed(this.count(32, max, field), field);
  }

  text8(max: number, field: string): string {
    const text = decodeUtf8(this.bytes8(max, field));
    if (text === undefined || !isWellFormed(text)) malformed(field, 'not UTF-8');
    return text;
  }

  /** A list: how many there are was read, and bounded, before. Made as long as it is: one that grows keeps room for seventeen. */
  many<T>(count: number, read: (reader: Reader) => T): T[] {
    if (count === 0) return [];
    const items = new Array<T>(count);
    for (let i = 0; i < count; i += 1) items[i] = read(this);
    return items;
  }

  /** A part of its own, whose fields are named within it. Whole names are only put together for what is malformed: each transaction would need forty of them. */
  part<T>(field: string, read: (reader: Reader) => T): T {
    try {
      return read(this);
    } catch (error) {
      throw within(field, error);
    }
  }

  /** A list of such parts. */
  parts<T>(count: number, field: string, read: (reader: Reader) => T): T[] {
    if (count === 0) return [];
    const items = new Array<T>(count);
    let i = 0;
    try {
      for (; i < count; i += 1) items[i] = read(this);
    } catch (error) {
      throw within(`${field}[${i}]`, error);
    }
    return items;
  }

  /** The bytes from `start` up to here. */
  since(start: number): Bytes {
    return this.bytes.subarray(start, this.at);
  }

  end(field: string): void {
    if (this.at !== this.bytes.length) malformed(field, 'bytes after the end');
  }

  /** Big-endian, four bytes. A DataView would cost more to make than small decodings take. */
  private number(at: number): number {
    const { bytes } = this;
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }

  private advance(count: number, field: string): number {
    const at = this.at;
    if (at + count > this.bytes.length) malformed(field, 'bytes end too early');
    this.at = at + count;
    return at;
  }
}

/** All of the bytes, as `read` takes them apart. Refuses (MALFORMED) what it leaves over. */
export function readWhole<T>(bytes: Bytes, field: string, read: (reader: Reader) => T): T {
  const reader = new Reader(bytes);
  const value = read(reader);
  reader.end(field);
  return value;
}
