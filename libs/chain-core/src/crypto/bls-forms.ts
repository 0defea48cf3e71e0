import type { Bytes } from '../primitives/bytes';

/** Compressed points of BLS12-381, and what both libraries that read them have in common. */
export const BLS_KEY_BYTES = 48;
export const BLS_SIGNATURE_BYTES = 96;

/** A flag in the first byte. It would stand for no signer at all. */
export function isInfinity(point: Bytes): boolean {
  return (point[0]! & 0x40) !== 0;
}

/** The libraries throw at bytes that are no point. */
export function pointOrUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
