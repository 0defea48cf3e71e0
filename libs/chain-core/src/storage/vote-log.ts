import { closeSync, existsSync, fdatasyncSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../primitives/bytes';
import { STORAGE } from './limits';
import { corrupt, storageFailure } from './storage-failed';
import { encodeFrame, scanFrames } from './vote-frame';
import type { VoteRecord } from './vote-frame';

const HEADER = Buffer.from(`bystack-votes/${STORAGE.formatVersion}\n`, 'latin1');
const SEGMENT_NAME = /^votes-(\d{12})\.log$/;

/**
 * What this node has voted, and for which blocks: durable before anybody hears of it. Append-only files; `append` returns once the records
 * are on disk. It blocks the thread: an fdatasync took 0.1 ms here, a trip through the thread pool costs more, and nothing may be sent anyway.
 */
export class VoteLog {
  readonly #dir: string;
  #fd = -1;
  #number = 0;
  #bytes = 0;
  #sequence = 0;
  /** Records found at opening, oldest first. */
  readonly recovered: readonly VoteRecord[];
  /** Bytes of a torn last frame that were cut off at opening. */
  readonly repairedBytes: number = 0;

  constructor(options: { readonly dir: string }) {
    this.#dir = options.dir;
    mkdirSync(this.#dir, { recursive: true });
    const newest = this.#segments().at(-1);
    if (newest === undefined) {
      this.recovered = [];
      this.#startSegment(1, []);
      return;
    }
    this.#number = newest;
    const { records, repairedBytes } = this.#openSegment();
    this.recovered = records;
    this.repairedBytes = repairedBytes;
    this.#removeOlder();
  }

  get needsCompaction(): boolean {
    return this.#bytes > STORAGE.voteLogSegmentBytesMax;
  }

  /** Appends the records as one frame and makes them durable. Throws StorageFailed, after which the log must not be used. */
  append(records: readonly VoteRecord[]): void {
    try {
      this.#write(encodeFrame(this.#sequence, records));
      fdatasyncSync(this.#fd);
    } catch (error) {
      throw storageFailure('writing the vote log', error);
    }
    this.#sequence += 1;
  }

  /** Starts over with only `records`, which must say all that earlier ones said. A crash leaves either the old segment or the new one. */
  compact(records: readonly VoteRecord[]): void {
    try {
      closeSync(this.#fd);
      this.#startSegment(this.#number + 1, records);
      this.#removeOlder();
    } catch (error) {
      throw storageFailure('compacting the vote log', error);
    }
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }

  #write(bytes: Bytes): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#bytes + done);
    this.#bytes += bytes.length;
  }

  /** Written under another name first: a segment that bears its name is whole. */
  #startSegment(number: number, records: readonly VoteRecord[]): void {
    const temporary = join(this.#dir, 'starting');
    this.#number = number;
    this.#bytes = 0;
    this.#sequence = 0;
    this.#fd = openSync(temporary, 'w+', 0o600);
    this.#write(HEADER);
    if (records.length > 0) {
      this.#write(encodeFrame(this.#sequence, records));
      this.#sequence += 1;
    }
    fsyncSync(this.#fd);
    renameSync(temporary, this.#path(number));
    syncFolder(this.#dir);
  }

  #openSegment(): { records: readonly VoteRecord[]; repairedBytes: number } {
    const path = this.#path(this.#number);
    const file = readFileSync(path);
    if (!file.subarray(0, HEADER.length).equals(HEADER)) corrupt(`${path} is not a vote log this version can read`);
    const scanned = scanFrames(file, HEADER.length, 0, path);
    this.#fd = openSync(path, 'r+');
    this.#bytes = scanned.goodBytes;
    this.#sequence = scanned.nextSequence;
    const repairedBytes = file.length - scanned.goodBytes;
    if (repairedBytes > 0) {
      ftruncateSync(this.#fd, scanned.goodBytes);
      fsyncSync(this.#fd);
    }
    return { records: scanned.records, repairedBytes };
  }

  #segments(): number[] {
    const numbers = readdirSync(this.#dir).map((name) => Number(SEGMENT_NAME.exec(name)?.[1] ?? 0));
    return numbers.filter((number) => number > 0).sort((a, b) => a - b);
  }

  #removeOlder(): void {
    for (const number of this.#segments()) if (number < this.#number && existsSync(this.#path(number))) unlinkSync(this.#path(number));
  }

  #path(number: number): string {
    return join(this.#dir, `votes-${String(number).padStart(12, '0')}.log`);
  }
}

/** A new name in a folder is durable only after the folder itself is. */
export function syncFolder(dir: string): void {
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
