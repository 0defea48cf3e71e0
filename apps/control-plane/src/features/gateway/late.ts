import { lateFact, type SubmitAnswer } from '@bystack/api';
import type { TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { problemError, tellingAlso, type ProblemError } from '../../platform/errors';

interface Late {
  readonly waitedMs: number;
  /** How many of its nodes run, where the chain stands still. */
  readonly standsStill: string | undefined;
}

/** What was submitted and is not final in time: what it may be looked up by, until when it can still count, and what holds it up. */
export function lateError({ txId, state, height }: SubmitAnswer, body: TransactionBody, { waitedMs, standsStill }: Late): ProblemError {
  const late = problemError('NOT_FINAL_IN_TIME', { facts: { waitedMs, txId } });
  const told = tellingAlso(late, ...lateFact(state === 'head' ? { height } : {}, body));
  return standsStill === undefined ? told : tellingAlso(told, 'standsStill', standsStill);
}
