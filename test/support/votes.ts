import type { ChangeView, SubmissionView } from '@bystack/api';
import { ApiProblem, type BystackClient } from '@bystack/sdk';

/** What became of it: `accepted`, or the code it was refused with, by a node or in a block. */
export const fateOf = (submission: Promise<SubmissionView>): Promise<string> =>
  submission.then(
    ({ outcome }) => (outcome?.kind === 'refused' ? outcome.code : String(outcome?.kind)),
    (error: unknown) => (error instanceof ApiProblem ? error.problem.code : Promise.reject(error)),
  );

/** Proposes and approves with as many seats as it takes; nodes show first that they have a new module. */
export async function vote(client: BystackClient, chainId: string, changes: readonly ChangeView[]): Promise<void> {
  const { id, proposal } = await client.governance.propose(chainId, { changes });
  for (let tries = 0, state = proposal?.state; state === 'open'; tries += 1) {
    const refused = await client.governance.approve(chainId, id).then(() => undefined, (error: unknown) => (error instanceof ApiProblem ? error.problem.code : Promise.reject(error)));
    if (refused === undefined) return;
    if (refused !== 'NO_QUORUM_ABLE' || tries === 100) throw new Error(`the vote is refused: ${refused}`);
    await new Promise((settle) => setTimeout(settle, 100));
  }
}
