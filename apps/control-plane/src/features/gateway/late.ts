import type { SubmitAnswer } from '@bystack/api';
import type { TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { problemError, tellingAlso, type ProblemError } from '../../platform/errors';

interface Late {
  readonly waitedMs: number;
  /** How many of its nodes run, where the chain stands still. */
  readonly standsStill: string | undefined;
}

/** What was submitted and is not final in time: what it may be looked up by, until when it can still count, and what holds it up. */
export function lateError({ txId, state, height }: SubmitAnswer, { validUntilMs, calls }: TransactionBody, { waitedMs, standsStill }: Late): ProblemError {
  const late = problemError('NOT_FINAL_IN_TIME', { facts: { waitedMs, txId } });
  const until = calls[0]?.module === 'kernel' ? 'decisionUntil' : 'recordUntil';
  const told = state === 'head' && height !== undefined ? tellingAlso(late, 'inBlock', String(height)) : tellingAlso(late, until, timeText(validUntilMs));
  return standsStill === undefined ? told : tellingAlso(told, 'standsStill', standsStill);
}

/** To the second, which is as exactly as people read it. A time beyond all calendars stays a number. */
function timeText(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? String(ms) : time.toISOString().replace(/\.\d+Z$/, 'Z');
}
