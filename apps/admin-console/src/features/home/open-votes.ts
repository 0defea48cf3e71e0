import type { CommitteeView, ProposedChange } from '@bystack/api';

export interface OpenVote extends Pick<ProposedChange, 'id' | 'proposedAtMs' | 'needed'> {
  readonly approvals: number;
  /** Validators of this organisation that have not voted. */
  readonly own: number;
}

/** Proposals that wait for votes of validators whose nodes are ours. @param ownKeys keys of our nodes on that chain */
export function openVotes({ chainSeats, changes }: Pick<CommitteeView, 'chainSeats' | 'changes'>, ownKeys: ReadonlySet<string>, nowMs: number): readonly OpenVote[] {
  const validators = chainSeats.filter(({ role }) => role === 'validator');
  return changes.flatMap(({ id, proposedAtMs, needed, lastHeight, expiresAtMs, approvals, rejections }) => {
    if (lastHeight > 0 || nowMs > expiresAtMs) return [];
    const own = validators.filter(({ seat, nodeKey }) => ownKeys.has(nodeKey) && !approvals.includes(seat) && !rejections.includes(seat)).length;
    const inFavour = validators.filter(({ seat }) => approvals.includes(seat)).length;
    return own === 0 ? [] : [{ id, proposedAtMs, needed, approvals: inFavour, own }];
  });
}
