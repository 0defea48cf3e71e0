import type { ProposalView } from './rest';

/**
 * Whether a proposal has every vote it needs and is not decided all the same: votes decide when they are cast, and something was not there then (a newcomer, say, or a node that had not shown to have
 * the module). A vote that is cast again decides it.
 */
export function hasEnoughApprovals({ state, approvals, rejections, needed, quorum }: Pick<ProposalView, 'state' | 'approvals' | 'rejections' | 'needed' | 'quorum'>): boolean {
  return state === 'open' && approvals.length >= needed && approvals.length + rejections.length >= quorum;
}
