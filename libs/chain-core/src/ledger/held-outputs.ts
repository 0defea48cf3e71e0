import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { utf8 } from '../primitives/bytes';
import { encodeOutput } from '../protocol/codec';
import { readModuleLock } from '../protocol/module-lock';
import type { Lock, OutPoint, Output } from '../protocol/transaction';
import type { Overlay } from '../state/overlay';
import { HELD, outputKey } from './kernel-stores';

/** How many unspent outputs are locked to a module in force. */
export interface Held {
  /** That belong to somebody, who may spend them once the module is replaced. */
  readonly owned: number;
  /** That belong to nobody alone: while there are any, the module cannot be replaced. */
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
  count(state, output.lock, 1);
}

/** Takes an output that a module spends out of the state. What is spent by keys is not counted: it was never locked to a module, or to one that is not in force any more. */
export function takeOutput(state: Overlay, outPoint: OutPoint, { lock }: Output): void {
  state.delete(outputKey(outPoint));
  count(state, lock, -1);
}

function count(state: Overlay, lock: Lock, by: 1 | -1): void {
  if (lock.kind !== 'module') return;
  const key = HELD + toBinary(utf8(lock.module));
  const { owned, shared } = decodeHeld(state.get(key));
  const isOwned = readModuleLock(lock.data)?.owner !== undefined;
  state.put(key, encodeHeld(isOwned ? { owned: owned + by, shared } : { owned, shared: shared + by }));
}
