import { memoryOf, type Bucket } from './bucket';

/** A bucket and how many bytes it takes. */
export interface WeighedBucket {
  readonly bucket: Bucket;
  readonly bytes: number;
}

/** `used`: asked for since the last look at it. */
interface Resident {
  bucket: Bucket;
  bytes: number;
  used: boolean;
}

/** Buckets that are in memory, by number. */
export class ResidentBuckets {
  /** Oldest first. */
  #buckets = new Map<number, Resident>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get(index: number): Bucket | undefined {
    const resident = this.#buckets.get(index);
    if (resident === undefined) return undefined;
    resident.used = true;
    return resident.bucket;
  }

  /** Without its counting as use. */
  peek(index: number): Bucket | undefined {
    return this.#buckets.get(index)?.bucket;
  }

  keep(index: number, bucket: Bucket): void {
    const bytes = memoryOf(bucket);
    const resident = this.#buckets.get(index);
    this.#bytes += bytes - (resident?.bytes ?? 0);
    if (resident === undefined) {
      this.#buckets.set(index, { bucket, bytes, used: true });
      return;
    }
    resident.bucket = bucket; // In its place, for this is done for every bucket that a block changes.
    resident.bytes = bytes;
    resident.used = true;
  }

  /** @returns all of them, which are here no more */
  takeAll(): ReadonlyMap<number, WeighedBucket> {
    const all = this.#buckets;
    this.#buckets = new Map();
    this.#bytes = 0;
    return all;
  }

  /** Forgets until they are within the bound, whatever was not used lately first; each is looked at twice at most. */
  trim(bytesMax: number, mustStay: (index: number) => boolean): void {
    let looks = 2 * this.#buckets.size;
    for (const [index, resident] of this.#buckets) {
      if (looks-- === 0 || this.#bytes <= bytesMax) return;
      this.#buckets.delete(index);
      if (resident.used || mustStay(index)) {
        resident.used = false;
        this.#buckets.set(index, resident);
      } else this.#bytes -= resident.bytes;
    }
  }
}
