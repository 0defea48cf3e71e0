import { Writer } from '../codec/writer';
import { EMPTY } from '../primitives/bytes';
import { LIMITS } from '../protocol/limits';
import type { SealedTransaction, TransactionBody } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import { spendsOutput } from './check-shape';
import { REMEMBERED_BY_TIME, outputKey, rememberedByTimeKey, rememberedKey, timeText } from './kernel-stores';

/** Keeps the id of a transaction that could otherwise be recorded twice, until its window has passed. */
export function remember(state: Overlay, { key, body }: SealedTransaction): void {
  state.put(rememberedKey(key), new Writer(8).u53(body.validUntilMs).finish());
  state.put(rememberedByTimeKey(body.validUntilMs, key), EMPTY);
}

export function isRemembered(state: KeyValueSource, { key, body }: SealedTransaction): boolean {
  return isEverRemembered(body) && state.get(rememberedKey(key)) !== undefined;
}

/**
 * Whether the transaction may have been recorded already. What was recorded shows in the state: an output it spent is gone, or its id is
 * remembered, until its window has passed.
 * @param timeMs no earlier than the state's block
 */
export function mayBeRecorded(state: KeyValueSource, transaction: SealedTransaction, timeMs: number): boolean {
  const { body } = transaction;
  if (timeMs >= body.validUntilMs || isRemembered(state, transaction)) return true;
  const spend = body.inputs.find((input) => input.kind === 'spend');
  return spend !== undefined && state.get(outputKey(spend.outPoint)) === undefined;
}

/** Only calls can be refused: a transaction without any that spends an output is either recorded for good, or not at all. */
function isEverRemembered(body: TransactionBody): boolean {
  return body.calls.length > 0 || !spendsOutput(body);
}

/** Forgets ids whose window has passed at `timeMs`; at most as many as a block may bring, so that it keeps up and stays bounded. */
export function forgetExpired(state: Overlay, parent: KeyValueSource, timeMs: number): void {
  const to = REMEMBERED_BY_TIME + timeText(timeMs + 1);
  for (const [key] of parent.range({ from: REMEMBERED_BY_TIME, to, limit: LIMITS.blockTransactionsMax })) {
    state.delete(key);
    state.delete(rememberedKey(key.slice(REMEMBERED_BY_TIME.length + 8)));
  }
}
