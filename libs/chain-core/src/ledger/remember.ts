import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary } from '../crypto/hash';
import { EMPTY } from '../primitives/bytes';
import { LIMITS } from '../protocol/limits';
import type { SealedTransaction } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import { REMEMBERED_BY_TIME, rememberedByTimeKey, rememberedKey, timeText } from './kernel-stores';

/** Keeps the id of a transaction that could otherwise be recorded twice, until its window has passed. */
export function remember(state: Overlay, { txId, body }: SealedTransaction): void {
  state.put(rememberedKey(txId), new Writer(8).u53(body.validUntilMs).finish());
  state.put(rememberedByTimeKey(body.validUntilMs, txId), EMPTY);
}

/** Forgets ids whose window has passed at `timeMs`; at most as many as a block may bring, so that it keeps up and stays bounded. */
export function forgetExpired(state: Overlay, parent: KeyValueSource, timeMs: number): void {
  const to = REMEMBERED_BY_TIME + timeText(timeMs + 1);
  for (const [key] of parent.range({ from: REMEMBERED_BY_TIME, to, limit: LIMITS.blockTransactionsMax })) {
    state.delete(key);
    state.delete(rememberedKey(fromBinary(key.slice(REMEMBERED_BY_TIME.length + 8))));
  }
}

/** Until when an id is remembered; undefined if it is not. */
export function rememberedUntil(state: KeyValueSource, txId: Uint8Array): number | undefined {
  const value = state.get(rememberedKey(txId));
  return value === undefined ? undefined : new Reader(value).u53('untilMs');
}
