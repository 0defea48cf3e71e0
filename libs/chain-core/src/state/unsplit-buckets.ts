import type { Bucket } from './bucket';
import type { WeighedBucket } from './resident-buckets';

/** Buckets in memory of before their table last grew, by their number of then: each is split when it is asked for, or is to be written. */
export class UnsplitBuckets {
  readonly #buckets = new Map<number, WeighedBucket>();
  /** Those of them that changed since their page was written. */
  readonly #dirty = new Set<number>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get dirtyCount(): number {
    return this.#dirty.size;
  }

  has(whole: number): boolean {
    return this.#buckets.has(whole);
  }

  add(whole: number, weighed: WeighedBucket, isDirty: boolean): void {
    this.#buckets.set(whole, weighed);
    this.#bytes += weighed.bytes;
    if (isDirty) this.#dirty.add(whole);
  }

  /** It must be here, and is no more. */
  take(whole: number): { readonly bucket: Bucket; readonly wasDirty: boolean } {
    const { bucket, bytes } = this.#buckets.get(whole)!;
    this.#buckets.delete(whole);
    this.#bytes -= bytes;
    return { bucket, wasDirty: this.#dirty.delete(whole) };
  }

  /** Up to `countMax` of those that changed; each may be taken meanwhile. */
  *dirty(countMax: number): Generator<number> {
    let count = 0;
    for (const whole of this.#dirty) {
      if (count++ >= countMax) return;
      yield whole;
    }
  }

  /** Forgets those whose pages are as good. */
  forgetClean(): void {
    for (const [whole, { bytes }] of this.#buckets) {
      if (this.#dirty.has(whole)) continue;
      this.#buckets.delete(whole);
      this.#bytes -= bytes;
    }
  }
}
