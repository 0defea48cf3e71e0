import type { StateKey } from './store-key';

/**
 * Where a state keeps what it does not hold in memory. What cannot be verified is never returned: reading throws StorageFailed instead.
 * A place is a number above 0 that `storage` understands.
 */
export interface Pages {
  /** @returns the page (see page.ts), the caller's to keep @param node bucket or group of buckets whose page it is: the one that was written as `node` and nothing else is an answer */
  readBucket(place: number, bytes: number, node: number): Buffer;
  readKeys(place: number, bytes: number): StateKey[];
  /** These bytes at this place are not needed any more. */
  free(place: number, bytes: number): void;
}

/** A state's own bounds. Only for one that has pages: without them everything stays in memory. */
export interface MemoryBounds {
  readonly bucketBytesMax: number;
  readonly keyPagesMax: number;
}
