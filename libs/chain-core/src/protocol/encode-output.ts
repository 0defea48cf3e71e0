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

export function readOutput(reader: Reader): Output {
  const assetId = reader.fixed(32, 'assetId');
  const value = readValue(reader);
  return { assetId, value, lock: reader.part('lock', readLock) };
}

function readValue(reader: Reader): Value {
  const kind = reader.u8('value');
  if (kind === AMOUNT) return { kind: 'amount', amount: reader.amount('amount') };
  if (kind === COMMITMENT) return { kind: 'commitment', commitment: reader.bytes16(LIMITS.commitmentBytesMax, 'commitment') };
  return malformed('value', 'unknown kind of value');
}

export function writeOutPoint(writer: Writer, outPoint: OutPoint): void {
  writer.fixed(outPoint.txId, 32).u32(outPoint.index);
}

export function readOutPoint(reader: Reader): OutPoint {
  return { txId: reader.fixed(32, 'txId'), index: reader.u32('index') };
}

/** An output as it lies in the state. */
export function encodeOutput(output: Output): Bytes {
  const writer = new Writer(96);
  writeOutput(writer, output);
  return writer.finishBriefly();
}

/** Bytes are kept, not copied: they come out of the state, where nobody changes them. */
export function decodeOutput(bytes: Bytes): Output {
  const reader = new Reader(bytes);
  const output = reader.part('output', readOutput);
  reader.end('output');
  return output;
}
