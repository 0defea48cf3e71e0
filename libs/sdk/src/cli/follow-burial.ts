import { setTimeout as delay } from 'node:timers/promises';
import type { BurialView, SubmissionView } from '@bystack/api';
import type { Call } from './command';

const LOOK_EVERY_MS = 1_000;

/** On a chain of open competition: tells how deep a record lies, until it is final or the time is over. @returns what it is then. */
export async function followBurial(call: Call, chainId: string, submitted: SubmissionView, endMs: number): Promise<SubmissionView> {
  let view = submitted;
  let told = '';
  while (view.burial !== undefined && Date.now() < endMs) {
    const words = burialWords(view.burial, view.height);
    if (words !== told) call.progress(`… ${words}`);
    told = words;
    await delay(LOOK_EVERY_MS);
    const { state, height, outcome, burial } = await call.client().chains.transaction(chainId, view.txId);
    view = { txId: view.txId, signer: view.signer, state, ...(height !== undefined && { height }), ...(outcome && { outcome }), ...(burial && { burial }) };
  }
  return view;
}

export function burialWords({ depth, blocksLeft, estimateMs }: BurialView, height: number | undefined): string {
  const left = `final in about ${Math.ceil(estimateMs / 1000)} s at the chain's present pace`;
  if (depth === null) return `in no block yet; ${left}`;
  return `in block ${height ?? ''}, under ${depth} ${depth === 1 ? 'block' : 'blocks'}, about ${blocksLeft} more to come; ${left}`;
}
