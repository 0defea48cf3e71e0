import { crc32 } from 'node:zlib';
import type { Bytes } from '../primitives/bytes';
import { STORAGE } from './limits';
import { corrupt } from './storage-failed';

/**
 * One frame is what one fsync makes durable (what a new segment begins with may take several): `marker, sequence u64, length u32, crc32 u32, payload`; the checksum covers sequence, length and payload.
 * The payload holds records `view u64, length u32, bytes`. Frame n+1 is written only after frame n is durable, so a bad frame with
 * a good one behind it was damaged, while a bad frame with nothing behind it is the torn end of a write nobody was told about.
 */
export interface VoteRecord {
  /** Once a block of this view or a later one is final, the record may go. */
  readonly view: number;
  /** The engine's own encoding. */
  readonly bytes: Bytes;
}

const MARKER = Buffer.from('BYvf', 'latin1');
const HEAD_BYTES = 20;
const RECORD_HEAD_BYTES = 12;

/** That records take in a frame. */
export function bytesOf(records: readonly VoteRecord[]): number {
  return records.reduce((sum, { bytes }) => sum + RECORD_HEAD_BYTES + bytes.length, 0);
}

export function encodeFrame(sequence: number, records: readonly VoteRecord[]): Bytes {
  const length = bytesOf(records);
  const out = Buffer.allocUnsafe(HEAD_BYTES + length);
  MARKER.copy(out, 0);
  out.writeBigUInt64BE(BigInt(sequence), 4);
  out.writeUInt32BE(length, 12);
  let at = HEAD_BYTES;
  for (const record of records) {
    out.writeBigUInt64BE(BigInt(record.view), at);
    out.writeUInt32BE(record.bytes.length, at + 8);
    out.set(record.bytes, at + RECORD_HEAD_BYTES);
    at += RECORD_HEAD_BYTES + record.bytes.length;
  }
  out.writeUInt32BE(checksum(out, HEAD_BYTES, length), 16);
  return out;
}

/** As many frames as it takes, for none is read that is longer than `voteLogFrameBytesMax`. */
export function* inFrames(records: readonly VoteRecord[]): Generator<readonly VoteRecord[]> {
  let [from, bytes] = [0, 0];
  for (const [place, record] of records.entries()) {
    const more = bytesOf([record]);
    if (bytes > 0 && bytes + more > STORAGE.voteLogFrameBytesMax) {
      yield records.slice(from, place);
      [from, bytes] = [place, 0];
    }
    bytes += more;
  }
  if (from < records.length) yield records.slice(from);
}

export interface ScannedFrames {
  readonly records: readonly VoteRecord[];
  /** Bytes of the file that are good; what lies behind is a torn end. */
  readonly goodBytes: number;
  readonly nextSequence: number;
}

/** Reads frames from `start` on; throws StorageFailed('corrupt') when a bad frame has a good one behind it. */
export function scanFrames(file: Buffer, start: number, firstSequence: number, name: string): ScannedFrames {
  const records: VoteRecord[] = [];
  let at = start;
  let sequence = firstSequence;
  for (let end = frameEnd(file, at, sequence); end !== undefined; end = frameEnd(file, at, sequence)) {
    readRecords(file.subarray(at + HEAD_BYTES, end), records, name);
    at = end;
    sequence += 1;
  }
  if (goodFrameBehind(file, at, sequence)) corrupt(`${name} is damaged in the middle, at byte ${at}: votes this node has given cannot be known any more`);
  return { records, goodBytes: at, nextSequence: sequence };
}

/** @returns where the frame at `at` ends, or undefined unless a whole, undamaged frame with this sequence stands there. */
function frameEnd(file: Buffer, at: number, sequence: number | undefined): number | undefined {
  if (at + HEAD_BYTES > file.length || MARKER.compare(file, at, at + MARKER.length) !== 0) return undefined;
  if (sequence !== undefined && file.readBigUInt64BE(at + 4) !== BigInt(sequence)) return undefined;
  const length = file.readUInt32BE(at + 12);
  if (length > STORAGE.voteLogFrameBytesMax || at + HEAD_BYTES + length > file.length) return undefined;
  if (checksum(file.subarray(at), HEAD_BYTES, length) !== file.readUInt32BE(at + 16)) return undefined;
  return at + HEAD_BYTES + length;
}

function goodFrameBehind(file: Buffer, from: number, sequence: number): boolean {
  for (let at = file.indexOf(MARKER, from); at >= 0; at = file.indexOf(MARKER, at + 1)) {
    const stands = frameEnd(file, at, undefined) !== undefined;
    if (stands && file.readBigUInt64BE(at + 4) >= BigInt(sequence)) return true;
  }
  return false;
}

function readRecords(payload: Buffer, into: VoteRecord[], name: string): void {
  for (let at = 0; at < payload.length; ) {
    const start = at + RECORD_HEAD_BYTES;
    const end = start <= payload.length ? start + payload.readUInt32BE(at + 8) : start;
    if (end > payload.length) corrupt(`${name} holds a record that is longer than its frame`);
    const view = Number(payload.readBigUInt64BE(at));
    if (!Number.isSafeInteger(view)) corrupt(`${name} holds a record of a view that cannot be`);
    into.push({ view, bytes: new Uint8Array(payload.subarray(start, end)) });
    at = end;
  }
}

function checksum(frame: Buffer, head: number, length: number): number {
  return crc32(frame.subarray(head, head + length), crc32(frame.subarray(4, 16)));
}
