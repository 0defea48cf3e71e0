import { closeSync, fsync, ftruncateSync, mkdirSync, openSync, readSync, readdirSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bytes } from '../primitives/bytes';
import { corrupt, storageFailure } from './storage-failed';

/** Place = number of the segment times this, plus the offset in it. */
const SPAN = 2 ** 27;
export function segmentOf(place: number): number {
  return Math.floor(place / SPAN);
}

const NAME = /^pages-(\d{8})$/;

export interface SegmentFilesOptions {
  readonly dir: string;
  /** A file is full at this size. */
  readonly segmentBytesMax: number;
}

interface Segment {
  readonly fd: number;
  size: number;
  /** Bytes that are still needed. */
  live: number;
  synced: boolean;
}

/**
 * Files that are only appended to, each up to a size. A place in them stays what it was until its segment is removed. Reading is by system
 * call and not by mapping, so that what was read does not stay in the memory of the process.
 */
export class SegmentFiles {
  readonly #dir: string;
  readonly #segmentBytesMax: number;
  readonly #segments = new Map<number, Segment>();
  #current = 0;

  /** @param known segments and how much of each counts: what is beyond, and every other segment, was written before a crash for nothing. */
  constructor({ dir, segmentBytesMax }: SegmentFilesOptions, known: ReadonlyMap<number, number>) {
    this.#dir = dir;
    this.#segmentBytesMax = segmentBytesMax;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    try {
      for (const name of readdirSync(dir)) {
        const number = Number(NAME.exec(name)?.[1] ?? 0);
        if (number > 0 && !known.has(number)) unlinkSync(join(dir, name));
      }
      for (const [number, size] of known) this.#open(number, size);
    } catch (error) {
      this.close();
      throw storageFailure('opening the pages of the state', error);
    }
    this.#current = Math.max(0, ...known.keys());
  }

  /** Number and size of every segment. */
  get sizes(): ReadonlyMap<number, number> {
    return new Map([...this.#segments].map(([number, { size }]) => [number, size]));
  }

  /** Where the next `bytes` bytes will be. */
  placeFor(bytes: number): number {
    const segment = this.#segments.get(this.#current);
    if (segment === undefined || segment.size + bytes > this.#segmentBytesMax) this.#begin();
    return this.#current * SPAN + this.#segments.get(this.#current)!.size;
  }

  /** Appends what `placeFor` was asked for. */
  append(bytes: Bytes): void {
    const segment = this.#segments.get(this.#current)!;
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(segment.fd, bytes, done, bytes.length - done, segment.size + done);
    } catch (error) {
      throw storageFailure('writing the state', error);
    }
    segment.size += bytes.length;
    segment.live += bytes.length;
    segment.synced = false;
  }

  read(place: number, into: Buffer): void {
    const segment = this.#segments.get(segmentOf(place)) ?? corrupt('a page of the state is in a file that is gone');
    try {
      const read = readSync(segment.fd, into, 0, into.length, place % SPAN);
      if (read !== into.length) corrupt('a file of the state is cut short');
    } catch (error) {
      throw storageFailure('reading the state', error);
    }
  }

  /** @param bytes negative: they are needed no more */
  count(place: number, bytes: number): void {
    const segment = this.#segments.get(segmentOf(place));
    if (segment !== undefined) segment.live += bytes;
  }

  /** A full segment of which less than half is needed. */
  wasteful(): { readonly place: number; readonly size: number } | undefined {
    for (const [number, { size, live }] of this.#segments) {
      if (number !== this.#current && live > 0 && live < size / 2) return { place: number * SPAN, size };
    }
    return undefined;
  }

  /** Segments of which nothing is needed. */
  dead(): readonly number[] {
    return [...this.#segments].filter(([number, { live }]) => number !== this.#current && live === 0).map(([number]) => number);
  }

  remove(number: number): void {
    closeSync(this.#segments.get(number)!.fd);
    this.#segments.delete(number);
    unlinkSync(this.#path(number));
  }

  /** Resolves when everything that was appended before the call is durable. */
  async sync(): Promise<void> {
    for (const segment of [...this.#segments.values()]) {
      if (segment.synced) continue;
      segment.synced = true;
      try {
        await promisify(fsync)(segment.fd);
      } catch (error) {
        throw storageFailure('syncing the state', error);
      }
    }
  }

  close(): void {
    for (const { fd } of this.#segments.values()) closeSync(fd);
    this.#segments.clear();
  }

  #begin(): void {
    this.#current += 1;
    this.#open(this.#current, 0);
  }

  #open(number: number, size: number): void {
    const fd = openSync(this.#path(number), size === 0 ? 'w+' : 'r+', 0o600);
    this.#segments.set(number, { fd, size, live: 0, synced: size > 0 });
    if (size > 0) ftruncateSync(fd, size);
  }

  #path(number: number): string {
    return join(this.#dir, `pages-${String(number).padStart(8, '0')}`);
  }
}
