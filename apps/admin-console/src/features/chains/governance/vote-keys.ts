import type { Approved, ProposalMade, Rejected, SeatName, SubmissionView } from '@bystack/api';

export type Answer = Approved | Rejected | SubmissionView | ProposalMade;
interface Told {
  readonly key: 'proposal.didApprove' | 'proposal.didReject' | 'proposal.didCancel' | 'proposal.didCancelAtOnce' | 'proposal.didWithdraw' | 'proposal.didBefore' | 'proposal.didLate';
  /** Whose votes it speaks of. */
  readonly seats: readonly SeatName[];
}

/** What is told of a vote: who voted by it, or had before, or that it came after others had decided. What came of the proposal is told besides. */
export function toldOf(answer: Answer): Told {
  if ('approved' in answer) return voted('proposal.didApprove', answer.approved, answer.before);
  if ('rejected' in answer) return voted('proposal.didReject', answer.rejected, answer.before);
  if ('id' in answer) return { key: answer.proposal === null ? 'proposal.didCancelAtOnce' : 'proposal.didCancel', seats: [] };
  return { key: 'proposal.didWithdraw', seats: [] };
}

function voted(key: Told['key'], now: readonly SeatName[], before: readonly SeatName[]): Told {
  if (now.length > 0) return { key, seats: now };
  return before.length > 0 ? { key: 'proposal.didBefore', seats: before } : { key: 'proposal.didLate', seats: [] };
}
