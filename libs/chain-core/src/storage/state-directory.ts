import { open, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary, toBinary } from '../crypto/hash';
import { Refusal } from '../primitives/refusal';
import { BucketTable, DEPTH_MAX } from '../state/bucket-table';
import type { KeyPage } from '../state/ordered-keys';
import { corrupt, storageFailure } from './storage-failed';

/** What stands at the beginning of the file, so that another file is not taken for one. */
const MAGIC = 0x62737401;
const SLICE_BYTES = 1024 * 1024;
const HASH_BYTES = 32;

/**
 * Where every page of a state is, as of one height: with the pages it names, a whole state. In one file, replaced at once:
 *
 *   magic u32, head length u32, head (see encodeDirectoryHead), then for each bucket, little-endian: the hash of what its page stands for 32,
 *   filter 2 × u32, level u8, place f64, page bytes u32 (each of these one after the other for all buckets); checksum u32
 */
export interface StateDirectory {
  /** The newest block whose changes are in these pages; -1: not even genesis. */
  readonly height: number;
  readonly entryCount: number;
  /** Number and size of each file of pages. */
  readonly segments: ReadonlyMap<number, number>;
  readonly keyPages: readonly KeyPage[];
  readonly table: BucketTable;
}

/** A copy of a directory as it is now, ready to be written while the state goes on. */
export function captureDirectory(directory: StateDirectory): readonly Buffer[] {
  const { table } = directory;
  const head = encodeDirectoryHead({ ...directory, depth: table.depth });
  const start = Buffer.allocUnsafe(8);
  start.writeUInt32BE(MAGIC, 0);
  start.writeUInt32BE(head.length, 4);
  const copies = [pageHashes(table), ...arraysOf(table).map((array) => Buffer.from(array))];
  return [Buffer.concat([start, head]), ...copies];
}

/** Replaces the file, durably: a crash leaves the old one or the new one. */
export async function writeDirectory(path: string, captured: readonly Buffer[]): Promise<void> {
  try {
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await writeAll(file, captured);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw storageFailure('writing the directory of the state', error);
  }
}

/** @returns undefined when there is none. Throws StorageFailed('corrupt') when it is damaged. */
export async function readDirectory(path: string): Promise<StateDirectory | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw storageFailure('opening the directory of the state', error);
  }
  try {
    return await new DirectoryReader(file).read();
  } catch (error) {
    if (error instanceof Refusal) corrupt(`the directory of the state cannot be read: ${error.message}`);
    throw storageFailure('reading the directory of the state', error);
  } finally {
    await file.close();
  }
}

/** What stands before the arrays of a directory. */
export interface DirectoryHead extends Omit<StateDirectory, 'table'> {
  readonly depth: number;
}

export function encodeDirectoryHead({ height, entryCount, segments, keyPages, depth }: DirectoryHead): Uint8Array {
  const writer = new Writer(64 + segments.size * 8 + keyPages.length * 64);
  writer.u53(height + 1).u53(entryCount).u8(depth).u32(segments.size);
  for (const [number, size] of segments) writer.u32(number).u32(size);
  writer.u32(keyPages.length);
  for (const { first, place, bytes } of keyPages) writer.bytes16(fromBinary(first)).u53(place).u32(bytes);
  return writer.finish();
}

/** @throws Refusal MALFORMED for what is none. Whether it fits the file is judged by whoever reads on. */
export function decodeDirectoryHead(bytes: Uint8Array): DirectoryHead {
  const reader = new Reader(bytes);
  const height = reader.u53('height') - 1;
  const entryCount = reader.u53('entryCount');
  const depth = reader.u8('depth');
  const segments = new Map<number, number>();
  for (let left = reader.u32('segments'); left > 0; left -= 1) {
    const number = reader.u32('segment');
    if (segments.has(number)) malformed('segment', 'each once');
    segments.set(number, reader.u32('size'));
  }
  const keyPages: KeyPage[] = [];
  for (let left = reader.u32('keyPages'); left > 0; left -= 1) {
    keyPages.push({ first: toBinary(reader.bytes16(1024, 'first')), place: reader.u53('place'), bytes: reader.u32('bytes'), keys: undefined, used: false });
  }
  reader.end('head');
  return { height, entryCount, segments, keyPages, depth };
}

/** For each bucket, the hash of its page; in the slot of a group's first bucket, that of the group's. */
function pageHashes({ hashes, levels, depth, buckets }: BucketTable): Buffer {
  const copy = Buffer.from(hashes.subarray(buckets * HASH_BYTES));
  for (let i = 0; i < buckets; i += 1) {
    const group = depth - levels[i]!;
    if (group === 0) continue;
    const node = (buckets + i) >>> group;
    hashes.copy(copy, i * HASH_BYTES, node * HASH_BYTES, (node + 1) * HASH_BYTES);
    i += 2 ** group - 1;
  }
  return copy;
}

/** Puts the hashes of groups back where they belong, and computes those above. */
function placeHashes(table: BucketTable): void {
  const { hashes, levels, depth, buckets } = table;
  for (let i = 0; i < buckets; i += 1) {
    const group = depth - levels[i]!;
    if (group === 0) continue;
    const node = (buckets + i) >>> group;
    hashes.copy(hashes, node * HASH_BYTES, (buckets + i) * HASH_BYTES, (buckets + i + 1) * HASH_BYTES);
    hashes.fill(0, (buckets + i) * HASH_BYTES, (buckets + i + 1) * HASH_BYTES);
    i += 2 ** group - 1;
  }
  table.hashUp();
}

function arraysOf({ filters, levels, places, pageBytes }: BucketTable): Uint8Array[] {
  return [filters, levels, places, pageBytes].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}

async function writeAll(file: FileHandle, parts: readonly Buffer[]): Promise<void> {
  let check = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += SLICE_BYTES) {
      const slice = part.subarray(at, at + SLICE_BYTES);
      check = crc32(slice, check);
      await file.writeFile(slice);
    }
  }
  const end = Buffer.allocUnsafe(4);
  end.writeUInt32BE(check);
  await file.writeFile(end);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

class DirectoryReader {
  readonly #file: FileHandle;
  #check = 0;
  #at = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async read(): Promise<StateDirectory> {
    const fileBytes = (await this.#file.stat()).size;
    const start = await this.#take(Buffer.alloc(8));
    const headBytes = start.readUInt32BE(4);
    if (start.readUInt32BE(0) !== MAGIC || headBytes > fileBytes) corrupt('the directory of the state is not one');
    const { depth, ...head } = decodeDirectoryHead(new Uint8Array(await this.#take(Buffer.alloc(headBytes))));
    if (depth > DEPTH_MAX || fileBytes !== this.#at + 2 ** depth * (HASH_BYTES + 8 + 1 + 8 + 4) + 4) corrupt('the directory of the state is cut short');
    const table = new BucketTable(depth);
    await this.#take(table.hashes.subarray(table.buckets * HASH_BYTES));
    for (const array of arraysOf(table)) await this.#take(Buffer.from(array.buffer, array.byteOffset, array.byteLength));
    const check = this.#check;
    if ((await this.#take(Buffer.alloc(4))).readUInt32BE(0) !== check) corrupt('the directory of the state does not fit its checksum');
    placeHashes(table);
    return { ...head, table };
  }

  async #take(into: Buffer): Promise<Buffer> {
    for (let at = 0; at < into.length; at += SLICE_BYTES) {
      const slice = into.subarray(at, at + SLICE_BYTES);
      const { bytesRead } = await this.#file.read(slice, 0, slice.length, this.#at);
      if (bytesRead !== slice.length) corrupt('the directory of the state is cut short');
      this.#check = crc32(slice, this.#check);
      this.#at += slice.length;
    }
    return into;
  }
}
