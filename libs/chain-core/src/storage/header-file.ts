import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes, Hash } from '../primitives/bytes';
import { concatBytes } from '../primitives/bytes';
import { HEADER_BYTES, WORK_SEAL_BYTES } from '../protocol/encode-block';
import { storageFailure } from './storage-failed';
import { syncFolder } from './vote-log';

const SEALED_BYTES = HEADER_BYTES + WORK_SEAL_BYTES;
const WORK_BYTES = 32;
const RECORD_BYTES = SEALED_BYTES + WORK_BYTES;
/** height u64, block id 32. */
const BASE_BYTES = 40;

export interface HeaderBase {
  readonly height: number;
  readonly id: Hash;
}

/** An encoded header with a work seal, and what it and all between the base and it took. */
export interface WeighedHeader {
  readonly bytes: Bytes;
  readonly totalWork: bigint;
}

/**
 * Consecutive headers of a chain of proof of work in a file, which may hold more than memory should. It begins with the block that they stand on. Nothing is
 * durable before `sync`, and nothing is checked here: whoever opens it again looks at what it holds.
 */
export class HeaderFile {
  readonly #dir: string;
  readonly #path: string;
  #fd: number | undefined;
  #base: HeaderBase | undefined;
  #count = 0;

  constructor(options: { readonly dir: string; readonly name: string }) {
    this.#dir = options.dir;
    this.#path = join(options.dir, options.name);
    if (existsSync(this.#path)) this.#guard(() => this.#open());
  }

  /** What the first header stands on; undefined: nothing was begun. */
  get base(): HeaderBase | undefined {
    return this.#base;
  }

  /** Height of the last header; that of the base if there is none. */
  get top(): number {
    return (this.#base?.height ?? 0) + this.#count;
  }

  /** Forgets everything; the next header stands on this block. */
  begin(base: HeaderBase): void {
    this.#guard(() => {
      this.close();
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      this.#fd = openSync(this.#path, 'w+', 0o600);
      const height = Buffer.alloc(8);
      height.writeBigUInt64BE(BigInt(base.height));
      writeAll(this.#fd, concatBytes(height, base.id), 0);
    });
    this.#base = base;
    this.#count = 0;
  }

  add(headers: readonly WeighedHeader[]): void {
    this.#guard(() => writeAll(this.#fd!, concatBytes(...headers.flatMap(({ bytes, totalWork }) => [bytes, encodeWork(totalWork)])), BASE_BYTES + this.#count * RECORD_BYTES));
    this.#count += headers.length;
  }

  /** undefined: at the base or below, or above the last one. */
  at(height: number): WeighedHeader | undefined {
    if (this.#base === undefined || height <= this.#base.height || height > this.top) return undefined;
    const record = this.#read(BASE_BYTES + (height - this.#base.height - 1) * RECORD_BYTES, RECORD_BYTES);
    return { bytes: record.subarray(0, SEALED_BYTES), totalWork: BigInt(`0x${Buffer.from(record.subarray(SEALED_BYTES)).toString('hex')}`) };
  }

  /** Forgets the headers above. */
  cutTo(height: number): void {
    this.#count = height - this.#base!.height;
    this.#guard(() => ftruncateSync(this.#fd!, BASE_BYTES + this.#count * RECORD_BYTES));
  }

  sync(): void {
    this.#guard(() => {
      fsyncSync(this.#fd!);
      syncFolder(this.#dir);
    });
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  remove(): void {
    this.close();
    this.#base = undefined;
    this.#count = 0;
    this.#guard(() => rmSync(this.#path, { force: true }));
  }

  /** A record that was not written to the end does not count. */
  #open(): void {
    this.#fd = openSync(this.#path, 'r+');
    const base = Buffer.alloc(BASE_BYTES);
    if (readSync(this.#fd, base, 0, BASE_BYTES, 0) < BASE_BYTES) return this.close();
    this.#base = { height: Number(base.readBigUInt64BE(0)), id: new Uint8Array(base.subarray(8)) };
    this.#count = Math.floor((fstatSync(this.#fd).size - BASE_BYTES) / RECORD_BYTES);
  }

  #read(at: number, length: number): Bytes {
    return this.#guard(() => {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const read = readSync(this.#fd!, bytes, done, length - done, at + done);
        if (read === 0) throw new Error('the file of headers is shorter than it was');
        done += read;
      }
      return bytes;
    });
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageFailure('keeping headers', error);
    }
  }
}

function encodeWork(work: bigint): Bytes {
  return Buffer.from(work.toString(16).padStart(2 * WORK_BYTES, '0'), 'hex');
}

function writeAll(fd: number, bytes: Bytes, at: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
}
