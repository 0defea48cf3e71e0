import type { Bytes } from '../primitives/bytes';
import { corrupt } from './storage-failed';

/** Small fixed layouts of values in the database. Their bytes were checked before they are read here. */

export function encodeNumbers(...numbers: readonly number[]): Bytes {
  const out = Buffer.allocUnsafe(numbers.length * 8);
  numbers.forEach((number, i) => out.writeBigUInt64BE(BigInt(number), i * 8));
  return out;
}

export function decodeNumbers(bytes: Bytes, count: number, what: string): number[] {
  if (bytes.length !== count * 8) corrupt(`${what} has a length that cannot be`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, i) => Number(buffer.readBigUInt64BE(i * 8)));
}

/** `(length u32, bytes)*` */
export function encodeList(items: readonly Bytes[]): Bytes {
  const out = Buffer.allocUnsafe(items.reduce((sum, item) => sum + 4 + item.length, 0));
  let at = 0;
  for (const item of items) {
    out.writeUInt32BE(item.length, at);
    out.set(item, at + 4);
    at += 4 + item.length;
  }
  return out;
}

/** @returns the items, or undefined when the lengths do not add up or there are more than `itemsMax`. */
export function decodeList(bytes: Bytes, itemsMax: number): Bytes[] | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const items: Bytes[] = [];
  for (let at = 0; at < buffer.length; ) {
    if (at + 4 > buffer.length || items.length === itemsMax) return undefined;
    const end = at + 4 + buffer.readUInt32BE(at);
    if (end > buffer.length) return undefined;
    items.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return items;
}
