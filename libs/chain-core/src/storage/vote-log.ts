import { closeSync, existsSync, fdatasync, fdatasyncSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { STORAGE } from './limits';
import { outOfStep } from './out-of-step';
import { corrupt, storageFailure } from './storage-failed';
import { bytesOf, encodeFrame, inFrames, scanFrames } from './vote-frame';
import type { VoteRecord } from './vote-frame';

const HEADER = Buffer.from(`bystack-votes/${STORAGE.formatVersion}\n`, 'latin1');
const SEGMENT_NAME = /^votes-(\d{12})\.log$/;

/**
 * What this node has voted, and for which blocks: durable before anybody hears of it. Append-only files; `append` is done once the records
 * are on disk, and the node does other work meanwhile. Appending and pruning happen one after the other, in the order they were asked for.
 */
export class VoteLog {
  readonly #dir: string;
  readonly #segmentBytesMax: number;
  #fd = -1;
  #number = 0;
  #bytes = 0;
  #sequence = 0;
  /** Records that still matter, oldest first. At opening: all that were found. */
  #live: VoteRecord[];
  /** Resolves when all that was asked for so far is done; undefined: it is. */
  #done: Promise<void> | undefined;
  /** Bytes of a torn last frame that were cut off at opening. */
  readonly repairedBytes: number = 0;

  /** See outOfStep for `nodeKey`. */
  constructor(options: { readonly dir: string; readonly segmentBytesMax?: number; readonly nodeKey?: PublicKey | undefined }) {
    this.#dir = options.dir;
    this.#segmentBytesMax = outOfStep(options.segmentBytesMax ?? STORAGE.voteLogSegmentBytesMax, options.nodeKey);
    mkdirSync(this.#dir, { recursive: true });
    const newest = this.#segments().at(-1);
    if (newest === undefined) {
      this.#live = [];
      this.#startSegment(1);
      return;
    }
    this.#number = newest;
    const { records, repairedBytes } = this.#openSegment();
    this.#live = [...records];
    this.repairedBytes = repairedBytes;
    this.#removeOlder();
  }

  get records(): readonly VoteRecord[] {
    return this.#live;
  }

  /**
   * Appends the records as one frame and makes them durable. Rejects with StorageFailed, and so does everything that is asked for afterwards.
   * @param atOnce the thread has nothing else to do: waiting here takes less time than a trip through the thread pool. Then there may be no promise
   */
  append(records: readonly VoteRecord[], atOnce = false): Promise<void> | undefined {
    if (atOnce && this.#done === undefined) return this.#appendNow(records);
    return this.#afterwards('writing the vote log', async () => {
      this.#write(encodeFrame(this.#sequence, records));
      await promisify(fdatasync)(this.#fd);
      this.#appended(records);
    });
  }

  /**
   * Records of views up to this one are not needed any more. A segment that has grown long, half of which or more is of no use, is replaced by one that holds only what still
   * matters; a crash leaves either the old segment or the new one.
   */
  prune(upToView: number): Promise<void> {
    return this.#afterwards('compacting the vote log', () => {
      this.#live = this.#live.filter((record) => record.view > upToView);
      if (this.#bytes <= this.#segmentBytesMax || this.#bytes < 2 * bytesOf(this.#live)) return;
      closeSync(this.#fd);
      this.#startSegment(this.#number + 1);
      this.#removeOlder();
    });
  }

  /** Lets what was asked for be done. */
  async close(): Promise<void> {
    await this.#done?.catch(() => undefined); // Whoever asked has heard of it.
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }

  #appendNow(records: readonly VoteRecord[]): Promise<void> | undefined {
    try {
      this.#write(encodeFrame(this.#sequence, records));
      fdatasyncSync(this.#fd);
    } catch (error) {
      return (this.#done = Promise.reject(storageFailure('writing the vote log', error)));
    }
    this.#appended(records);
    return undefined;
  }

  #appended(records: readonly VoteRecord[]): void {
    this.#sequence += 1;
    for (const record of records) this.#live.push(record);
  }

  /** Nothing is done after what failed. */
  async #afterwards(what: string, work: () => Promise<void> | void): Promise<void> {
    const done = Promise.resolve(this.#done).then(work).catch((error: unknown) => {
      throw storageFailure(what, error);
    });
    this.#done = done;
    await done;
    if (this.#done === done) this.#done = undefined;
  }

  #write(bytes: Bytes): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#bytes + done);
    this.#bytes += bytes.length;
  }

  /** Written under another name first: a segment that bears its name is whole. */
  #startSegment(number: number): void {
    const temporary = join(this.#dir, 'starting');
    this.#number = number;
    this.#bytes = 0;
    this.#sequence = 0;
    this.#fd = openSync(temporary, 'w+', 0o600);
    this.#write(HEADER);
    for (const records of inFrames(this.#live)) {
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
