import { crc32 } from 'node:zlib';
import { decodeKeysPage, encodeKeysPage } from '../state/page';
import type { Pages } from '../state/pages';
import type { PlacedPage } from '../state/placed-page';
import type { StateBase } from '../state/state-base';
import type { StateKey } from '../state/store-key';
import { segmentOf } from './segment-files';
import type { SegmentFiles } from './segment-files';
import { corrupt } from './storage-failed';

/** Kinds of pages, on disk: never reused. */
const KINDS = { bucket: 1, keys: 2 } as const;
/** checksum u32 (of all that follows), length of the whole u32, kind u8, node u32; then the page. */
const HEAD_BYTES = 13;

/** Pages of a state as records of the segment files. */
export class StatePages implements Pages {
  readonly #files: SegmentFiles;
  #out: Buffer;
  #outBytes = 0;
  #outPlace = 0;
  /** The wasteful segment whose pages are being moved, up to here. */
  #moving: { readonly place: number; readonly size: number; at: number } | undefined;

  /** @param writeBytes pages are written in pieces of this size */
  constructor(files: SegmentFiles, writeBytes: number) {
    this.#files = files;
    this.#out = Buffer.allocUnsafeSlow(writeBytes);
  }

  readBucket(place: number, bytes: number, node: number): Buffer {
    return this.#read(place, bytes, KINDS.bucket, node);
  }

  readKeys(place: number, bytes: number): StateKey[] {
    return decodeKeysPage(this.#read(place, bytes, KINDS.keys, 0));
  }

  free(place: number, bytes: number): void {
    this.#files.count(place, -bytes);
  }

  /** @returns where the page is going to be once `flush` was called */
  addBucket(page: PlacedPage, node: number): { readonly place: number; readonly bytes: number } {
    const bytes = HEAD_BYTES + page.length;
    const place = this.#room(bytes);
    let at = this.#outBytes + HEAD_BYTES;
    if (page.long === undefined) page.bytes.copy(this.#out, at, page.from, page.to);
    else for (const piece of page.long.pieces) at += piece.copy(this.#out, at);
    this.#seal(bytes, KINDS.bucket, node);
    return { place, bytes };
  }

  addKeys(keys: readonly StateKey[]): { readonly place: number; readonly bytes: number } {
    const body = encodeKeysPage(keys);
    const bytes = HEAD_BYTES + body.length;
    const place = this.#room(bytes);
    this.#out.set(body, this.#outBytes + HEAD_BYTES);
    this.#seal(bytes, KINDS.keys, 0);
    return { place, bytes };
  }

  /** Hands over to the system what was added; only then it can be read. */
  flush(): void {
    if (this.#outBytes > 0) this.#files.append(this.#out.subarray(0, this.#outBytes));
    this.#outBytes = 0;
  }

  /** Moves some of what is needed out of segments that hold little else, so that they can be removed. @param bytesMax about how much of them is gone through */
  moveSome(base: StateBase, bytesMax: number): void {
    for (let left = bytesMax; left > 0;) {
      const moving = (this.#moving ??= this.#nextToMove());
      if (moving === undefined) break;
      const bytes = this.#moveOne(base, moving.place + moving.at, moving.size - moving.at);
      moving.at += bytes;
      left -= bytes;
      if (moving.at >= moving.size) this.#moving = undefined;
    }
    this.flush();
  }

  /** These files are going to be removed: nothing in them is needed any more, also if its turn to be moved had come. */
  stopMoving(dead: readonly number[]): void {
    if (this.#moving !== undefined && dead.includes(segmentOf(this.#moving.place))) this.#moving = undefined;
  }

  #nextToMove(): { place: number; size: number; at: number } | undefined {
    const wasteful = this.#files.wasteful();
    return wasteful && { ...wasteful, at: 0 };
  }

  /** @returns how long the record at `place` is */
  #moveOne(base: StateBase, place: number, room: number): number {
    if (room < HEAD_BYTES) corrupt('a file of the state ends in the middle of a page');
    const head = Buffer.allocUnsafe(HEAD_BYTES);
    this.#files.read(place, head);
    const bytes = head.readUInt32BE(4);
    const node = head.readUInt32BE(9);
    if (bytes < HEAD_BYTES || bytes > room) corrupt('a page of the state has a length that cannot be');
    const kind = head.readUInt8(8);
    if (kind === KINDS.bucket) this.#moveBucket(base, place, bytes, node);
    else if (kind === KINDS.keys) this.#moveKeys(base, place, bytes);
    else corrupt('a page of the state is of no known kind');
    return bytes;
  }

  #moveBucket({ table }: StateBase, place: number, bytes: number, node: number): void {
    const level = 31 - Math.clz32(node);
    const first = node * 2 ** (table.depth - level) - 2 ** table.depth;
    if (level > table.depth || table.places[first] !== place) return;
    const moved = this.#copy(place, bytes, KINDS.bucket, node);
    table.places.fill(moved, first, first + 2 ** (table.depth - level));
    this.free(place, bytes);
  }

  #moveKeys({ order }: StateBase, place: number, bytes: number): void {
    const first = decodeKeysPage(this.#read(place, bytes, KINDS.keys, 0))[0]!;
    const page = order.pageAt(place, first);
    if (page === undefined) return;
    page.place = this.#copy(place, bytes, KINDS.keys, 0);
    this.free(place, bytes);
  }

  #copy(place: number, bytes: number, kind: number, node: number): number {
    const body = this.#read(place, bytes, kind, node);
    const moved = this.#room(bytes);
    this.#out.set(body, this.#outBytes + HEAD_BYTES);
    this.#seal(bytes, kind, node);
    return moved;
  }

  #read(place: number, bytes: number, kind: number, node: number): Buffer {
    const record = Buffer.allocUnsafe(bytes);
    this.#files.read(place, record);
    const fits = record.readUInt32BE(0) === crc32(record.subarray(4)) && record.readUInt32BE(4) === bytes;
    if (!fits) corrupt('a page of the state does not fit its checksum');
    if (record.readUInt8(8) !== kind || record.readUInt32BE(9) !== node) corrupt('a page of the state is not the one that belongs here');
    return record.subarray(HEAD_BYTES);
  }

  #room(bytes: number): number {
    if (this.#outBytes + bytes > this.#out.length) this.flush();
    if (bytes > this.#out.length) this.#out = Buffer.allocUnsafeSlow(bytes);
    // What is collected goes to one segment, so room is asked for all of it.
    if (this.#outBytes === 0) this.#outPlace = this.#files.placeFor(this.#out.length);
    return this.#outPlace + this.#outBytes;
  }

  #seal(bytes: number, kind: number, node: number): void {
    const at = this.#outBytes;
    this.#out.writeUInt32BE(bytes, at + 4);
    this.#out.writeUInt8(kind, at + 8);
    this.#out.writeUInt32BE(node, at + 9);
    this.#out.writeUInt32BE(crc32(this.#out.subarray(at + 4, at + bytes)), at);
    this.#outBytes += bytes;
  }
}
