import { malformed } from '../../codec/malformed';
import type { Bytes } from '../../primitives/bytes';
import { concatBytes } from '../../primitives/bytes';

/** Records of the durable log: so far only blocks. Numbers are on disk and are never reused. */
const BLOCK = 1;

export function encodeBlockRecord(block: Bytes): Bytes {
  return concatBytes(Uint8Array.of(BLOCK), block);
}

/** @returns the encoded block. Refuses (MALFORMED) what this engine never wrote. */
export function decodeRecord(record: Bytes): Bytes {
  return record[0] === BLOCK ? record.subarray(1) : malformed('record', 'no such record');
}
