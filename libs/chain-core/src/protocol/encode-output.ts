import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import type { Bytes } from '../primitives/bytes';
import { readLock, writeLock } from './encode-lock';
import { LIMITS } from './limits';
import type { OutPoint, Output, Value } from './transaction';

// Numbers on the wire: never reused.
const AMOUNT = 1;
const COMMITMENT = 2;

export function writeOutput(writer: Writer, output: Output): void {
  writer.fixed(output.assetId, 32);
  if (output.value.kind === 'amount') writer.u8(AMOUNT).amount(output.value.amount);
  else writer.u8(COMMITMENT).bytes16(output.value.commitment);
  writeLock(writer, output.lock);
}

export function readOutput(reader: Reader, field: string): Output {
  const assetId = reader.fixed(32, `${field}.assetId`);
  const value = readValue(reader, field);
  return { assetId, value, lock: readLock(reader, `${field}.lock`) };
}

function readValue(reader: Reader, field: string): Value {
  const kind = reader.u8(`${field}.value`);
  if (kind === AMOUNT) return { kind: 'amount', amount: reader.amount(`${field}.amount`) };
  if (kind === COMMITMENT) return { kind: 'commitment', commitment: reader.bytes16(LIMITS.commitmentBytesMax, `${field}.commitment`) };
  return malformed(`${field}.value`, 'unknown kind of value');
}

export function writeOutPoint(writer: Writer, outPoint: OutPoint): void {
  writer.fixed(outPoint.txId, 32).u32(outPoint.index);
}

export function readOutPoint(reader: Reader, field: string): OutPoint {
  return { txId: reader.fixed(32, `${field}.txId`), index: reader.u32(`${field}.index`) };
}

/** An output as it lies in the state. */
export function encodeOutput(output: Output): Bytes {
  const writer = new Writer(96);
  writeOutput(writer, output);
  return writer.finish();
}

/** Bytes are kept, not copied: they come out of the state, where nobody changes them. */
export function decodeOutput(bytes: Bytes): Output {
  const reader = new Reader(bytes);
  const output = readOutput(reader, 'output');
  reader.end('output');
  return output;
}
