import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex, toHex, type Bytes } from '../primitives/bytes';
import { fromBinary, toBinary } from '../crypto/hash';
import { checkedValue, withCheck } from './checked-value';
import { StorageFailed, storageFailure } from './storage-failed';
import { syncFolder } from './vote-log';

const HEAD = 'head';
const COMPLETE = 'complete';
const RANGE = /^([0-9a-f]{64})\.range$/;
const HEAD_KEY = Buffer.from('snapshot head');

/**
 * A snapshot on its way to this node, in a folder of its own: the head (what it is of, as it was proved), then each range as a peer sent it, named by the key
 * hash it begins at. Ranges are proved again by whoever reads them, so that a torn file costs one more request and nothing else.
 */
export class SnapshotStaging {
  readonly #dir: string;

  constructor(options: { readonly dir: string }) {
    this.#dir = options.dir;
  }

  /** undefined: nothing is on its way, or what there is was not written to the end. */
  get head(): Bytes | undefined {
    const path = join(this.#dir, HEAD);
    if (!existsSync(path)) return undefined;
    try {
      return checkedValue(HEAD_KEY, readFileSync(path), 'the head of a snapshot');
    } catch (error) {
      if (error instanceof StorageFailed) return undefined;
      throw storageFailure('reading a snapshot', error);
    }
  }

  /** Whether every range is here, durably. */
  get isComplete(): boolean {
    return existsSync(join(this.#dir, COMPLETE));
  }

  /** Begins anew: whatever was on its way is forgotten. */
  begin(head: Bytes): void {
    this.discard();
    this.#failing('beginning a snapshot', () => {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      this.#write(HEAD, withCheck(HEAD_KEY, head));
    });
  }

  add(from: string, range: Bytes): void {
    this.#failing('keeping a part of a snapshot', () => this.#write(nameOf(from), range));
  }

  read(from: string): Bytes {
    return this.#failing('reading a snapshot', () => readFileSync(join(this.#dir, nameOf(from))));
  }

  remove(from: string): void {
    this.#failing('forgetting a part of a snapshot', () => rmSync(join(this.#dir, nameOf(from)), { force: true }));
  }

  /** Where the ranges begin, ascending. */
  starts(): readonly string[] {
    if (!existsSync(this.#dir)) return [];
    const names = this.#failing('reading a snapshot', () => readdirSync(this.#dir)).flatMap((name) => RANGE.exec(name)?.[1] ?? []);
    return names.sort().map((hex) => toBinary(fromHex(hex, 32)!));
  }

  /** Everything is here. Durable, and what it says too, when this returns. */
  complete(): void {
    this.#failing('completing a snapshot', () => {
      for (const name of readdirSync(this.#dir)) syncFile(join(this.#dir, name));
      syncFolder(this.#dir);
      this.#write(COMPLETE, new Uint8Array(0));
      syncFolder(this.#dir);
    });
  }

  /** It is not complete after all; what is here stays. */
  reopen(): void {
    this.#failing('reopening a snapshot', () => {
      rmSync(join(this.#dir, COMPLETE), { force: true });
      syncFolder(this.#dir);
    });
  }

  /** First it is not complete any more, so that a crash in between leaves nothing that looks whole; the head goes last, so that what is left is known for what it is. */
  discard(): void {
    this.#failing('forgetting a snapshot', () => {
      rmSync(join(this.#dir, COMPLETE), { force: true });
      for (const from of this.starts()) rmSync(join(this.#dir, nameOf(from)), { force: true });
      rmSync(this.#dir, { recursive: true, force: true });
    });
  }

  #write(name: string, bytes: Bytes): void {
    const path = join(this.#dir, name);
    const fd = openSync(`${path}.new`, 'w', 0o600);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    } finally {
      closeSync(fd);
    }
    renameSync(`${path}.new`, path);
  }

  #failing<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageFailure(what, error);
    }
  }
}

function nameOf(from: string): string {
  return `${toHex(fromBinary(from))}.range`;
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
