import type { Bytes } from '../primitives/bytes';

/** Bitmap over the seats, lowest seat in the lowest bit of the first byte. */
export function writeSigners(seats: readonly number[], seatCount: number): Bytes {
  const bitmap = new Uint8Array(Math.ceil(seatCount / 8));
  for (const seat of seats) bitmap[seat >> 3]! |= 1 << (seat & 7);
  return bitmap;
}

/** @returns the seats whose bit is set, ascending; undefined if the length is not exact or a bit beyond the last seat is set. */
export function readSigners(bitmap: Bytes, seatCount: number): readonly number[] | undefined {
  if (bitmap.length !== Math.ceil(seatCount / 8)) return undefined;
  const seats: number[] = [];
  for (let seat = 0; seat < bitmap.length * 8; seat += 1) {
    if (((bitmap[seat >> 3]! >> (seat & 7)) & 1) === 0) continue;
    if (seat >= seatCount) return undefined;
    seats.push(seat);
  }
  return seats;
}
