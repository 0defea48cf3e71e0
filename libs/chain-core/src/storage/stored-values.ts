import type { Bytes } from '../primitives/bytes';
import { corrupt } from './storage-failed';

/** Small fixed layouts of values in the database. Their bytes were checked before they are read here. */

export function encodeNumbers(...numbers: readonly number[]): Bytes {
  const out = Buffer.allocUnsafe(numbers.length * 8);
  for (let i = 0; i < numbers.length; i += 1) out.writeBigUInt64BE(BigInt(numbers[i]!), i * 8);
  return out;
}

export function decodeNumbers(bytes: Bytes, count: number, what: string): number[] {
  if (bytes.length !== count * 8) corrupt(`${what} has a length that cannot be`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers: number[] = [];
  for (let i = 0; i < count; i += 1) numbers.push(Number(buffer.readBigUInt64BE(i * 8)));
  return numbers.every(Number.isSafeInteger) ? numbers : corrupt(`${what} holds a number that cannot be`);
}
