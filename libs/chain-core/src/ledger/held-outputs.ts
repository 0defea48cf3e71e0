import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { sumBytes, sumOf } from '../codec/sum';
import { toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { concatBytes, utf8 } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { encodeOutput } from '../protocol/codec';
import { readModuleLock } from '../protocol/module-lock';
import type { OutPoint, Output } from '../protocol/transaction';
import type { Overlay } from '../state/overlay';
import type { StateKey } from '../state/store-key';
import { HELD, outputKey, SHARED } from './kernel-stores';

/** How many unspent outputs are locked to a module in force. */
export interface Held {
  /** That belong to somebody, who may spend them once the module is replaced. */
  readonly owned: number;
  /** That belong to nobody alone: while there are any, the module is replaced by one that takes them over, or not at all. */
  readonly shared: number;
}

const NONE: Held = { owned: 0, shared: 0 };

export function decodeHeld(bytes: Bytes | undefined): Held {
  if (bytes === undefined) return NONE;
  const reader = new Reader(bytes);
  const held = { owned: reader.u53('owned'), shared: reader.u53('shared') };
  reader.end('held');
  return held;
}

export function encodeHeld({ owned, shared }: Held): Bytes {
  return new Writer(16).u53(owned).u53(shared).finish();
}

/** Puts a new output into the state. */
export function putOutput(state: Overlay, outPoint: OutPoint, output: Output): void {
  state.put(outputKey(outPoint), encodeOutput(output));
  count(state, output, 1);
}

/** Takes an output that a module spends out of the state. What is spent by keys is not counted: it was never locked to a module, or to one that is not in force any more. */
export function takeOutput(state: Overlay, outPoint: OutPoint, output: Output): void {
  state.delete(outputKey(outPoint));
  count(state, output, -1);
}

/** The spaces of all modules apart from each other, whatever their names begin with. */
export function sharedKey(space: string): Bytes {
  const name = utf8(space);
  return concatBytes(Uint8Array.of(name.length), name);
}

function count(state: Overlay, { lock, assetId, value }: Output, by: 1 | -1): void {
  if (lock.kind !== 'module') return;
  const key = HELD + toBinary(utf8(lock.module));
  const { owned, shared } = decodeHeld(state.get(key));
  const isOwned = readModuleLock(lock.data)?.owner !== undefined;
  state.put(key, encodeHeld(isOwned ? { owned: owned + by, shared } : { owned, shared: shared + by }));
  if (!isOwned && value.kind === 'amount') countShared(state, SHARED + toBinary(concatBytes(sharedKey(lock.module), assetId)), BigInt(by) * value.amount);
}

function countShared(state: Overlay, key: StateKey, by: bigint): void {
  const before = state.get(key);
  const sum = (before === undefined ? 0n : sumOf(before)) + by;
  invariant(sum >= 0n, 'no more is spent of what belongs to nobody alone than there is');
  if (sum === 0n) state.delete(key);
  else state.put(key, sumBytes(sum));
}
