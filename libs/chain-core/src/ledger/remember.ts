import { Writer } from '../codec/writer';
import { EMPTY } from '../primitives/bytes';
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

/**
 * Ids that one block forgets: rules of the protocol. More than the block itself brings, so that forgetting keeps up with any load; not all at once, for thousands of transactions may have been
 * signed to end in the same moment, and a block that forgot them all would be late.
 */
const FORGOTTEN = { least: 128, perTransaction: 2 } as const;

/** Forgets ids whose window has passed at `timeMs`. @param transactions of the block */
export function forgetExpired(state: Overlay, parent: KeyValueSource, timeMs: number, transactions: number): void {
  const to = REMEMBERED_BY_TIME + timeText(timeMs + 1);
  for (const [key] of parent.range({ from: REMEMBERED_BY_TIME, to, limit: FORGOTTEN.least + FORGOTTEN.perTransaction * transactions })) {
    state.delete(key);
    state.delete(rememberedKey(key.slice(REMEMBERED_BY_TIME.length + 8)));
  }
}
