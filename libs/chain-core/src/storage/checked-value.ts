import { crc32 } from 'node:zlib';
import type { Bytes } from '../primitives/bytes';
import { corrupt } from './storage-failed';

const CHECK_BYTES = 4;

/** A value with a checksum over key and value, so that neither a flipped bit nor a record under the wrong key is ever believed. */
export function withCheck(key: Bytes, value: Bytes): Bytes {
  const out = Buffer.allocUnsafe(value.length + CHECK_BYTES);
  out.set(value);
  out.writeUInt32BE(crc32(value, crc32(key)), value.length);
  return out;
}

/** @returns the value; throws StorageFailed('corrupt') when the checksum does not fit. */
export function checkedValue(key: Bytes, stored: Bytes, what: string): Bytes {
  if (stored.length < CHECK_BYTES) corrupt(`${what}: the stored value is cut short`);
  const value = stored.subarray(0, stored.length - CHECK_BYTES);
  const check = Buffer.from(stored.buffer, stored.byteOffset + value.length, CHECK_BYTES).readUInt32BE(0);
  if (crc32(value, crc32(key)) !== check) corrupt(`${what}: the stored value does not fit its checksum`);
  return value;
}
