import type { Approved, ProposalMade, Rejected, SeatName, SubmissionView } from '@bystack/api';
import { toldOf } from './vote-keys';

const [first, second] = [0, 1].map((seat) => ({ seat, label: `validator ${seat + 1}` }) as SeatName);

it.each<[string, object, string, readonly (SeatName | undefined)[]]>([
  ['an approval', { approved: [first, second], before: [] } satisfies Partial<Approved>, 'proposal.didApprove', [first, second]],
  ['one that was there before', { approved: [], before: [second] } satisfies Partial<Approved>, 'proposal.didBefore', [second]],
  ['one after the decision', { approved: [], before: [] } satisfies Partial<Approved>, 'proposal.didLate', []],
  ['a vote against', { rejected: [first], before: [second] } satisfies Partial<Rejected>, 'proposal.didReject', [first]],
  ['a proposal to cancel', { id: 3, proposal: {} as never } satisfies Partial<ProposalMade>, 'proposal.didCancel', []],
  ['one that is decided', { id: 3, proposal: null } satisfies Partial<ProposalMade>, 'proposal.didCancelAtOnce', []],
  ['a withdrawal', { txId: 'ab' } satisfies Partial<SubmissionView>, 'proposal.didWithdraw', []],
])('tells of %s', (_what, answer, key, seats) => {
  expect(toldOf(answer as never)).toEqual({ key, seats });
});
