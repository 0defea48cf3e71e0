import type { Bytes } from '../primitives/bytes';

export const SUM_BYTES = 16;

/** Sums are not bounded as amounts are: an asset may be issued again and again. */
export function sumBytes(sum: bigint): Bytes {
  const bytes = new Uint8Array(SUM_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, sum >> 64n);
  view.setBigUint64(8, sum & 0xffff_ffff_ffff_ffffn);
  return bytes;
}

/** @param bytes as many as SUM_BYTES */
export function sumOf(bytes: Bytes): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, SUM_BYTES);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}
