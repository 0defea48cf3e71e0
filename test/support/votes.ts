import type { ChangeView, SubmissionView } from '@bystack/api';
import { ApiProblem, type BystackClient } from '@bystack/sdk';
import { until } from './person';

/** How far a transaction is. */
export type Standing = Pick<SubmissionView, 'txId' | 'state' | 'height' | 'outcome'>;

/** What became of it: `accepted`, or the code it was refused with, by a node or in a block. */
export const fateOf = (submission: Promise<Standing>): Promise<string> =>
  submission.then(({ outcome, state }) => (outcome?.kind === 'refused' ? outcome.code : (outcome?.kind ?? state)), codeOf);

/** What was submitted, once it is final. A slow machine may be later than the control plane waits: then it is looked up until it is. */
export function untilFinal(submission: Promise<Standing>, look: (txId: string) => Promise<Standing>): Promise<Standing> {
  return submission.catch((error: unknown) => {
    if (!(error instanceof ApiProblem) || error.code !== 'NOT_FINAL_IN_TIME') throw error;
    const txId = String(error.problem.facts!.txId);
    const seen = (): Promise<Partial<Standing>> => look(txId).catch((unseen: unknown) => ({ txId: codeOf(unseen) }));
    return until(`${txId} is final`, seen, ({ state }) => state === 'final' || state === 'dropped').then((found) => found as Standing);
  });
}

/** Proposes and approves with as many seats as it takes; nodes show first that they have a new module. */
export async function vote(client: BystackClient, chainId: string, changes: readonly ChangeView[]): Promise<void> {
  const { id, proposal } = await client.governance.propose(chainId, { changes });
  if (proposal?.state !== 'open') return;
  const approve = () => client.governance.approve(chainId, id).then(() => 'approved', codeOf);
  const fate = await until('a quorum of nodes is able', approve, (found) => found !== 'NO_QUORUM_ABLE');
  if (fate !== 'approved') throw new Error(`the vote is refused: ${fate}`);
}

function codeOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.code;
  throw error;
}
