import type { ProposalView } from '@bystack/api';

export interface OpenVote extends Pick<ProposalView, 'id' | 'proposedAtMs' | 'needed' | 'words'> {
  readonly approvals: number;
  /** Validators of this organisation that have not voted. */
  readonly own: number;
}

/** Proposals that wait for votes of validators whose nodes are ours. */
export function openVotes(proposals: readonly Pick<ProposalView, 'id' | 'state' | 'words' | 'proposedAtMs' | 'approvals' | 'needed' | 'missing'>[]): readonly OpenVote[] {
  return proposals.flatMap(({ id, state, words, proposedAtMs, needed, approvals, missing }) => {
    const own = missing.filter(({ nodeId }) => nodeId !== null).length;
    return state !== 'open' || own === 0 ? [] : [{ id, proposedAtMs, needed, words, approvals: approvals.length, own }];
  });
}
