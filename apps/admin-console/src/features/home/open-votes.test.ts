import type { ProposalView, SeatName } from '@bystack/api';
import { openVotes } from './open-votes';

const seat = (number: number, nodeId: string | null = `node-${number}`): SeatName => ({ seat: number, organisation: 'o', label: `validator ${number + 1}`, nodeId });
const WORDS = [{ en: '“validator 4” loses its seat.', zh: '“validator 4”失去席位。' }];
const proposal = (more: Partial<ProposalView> = {}) => ({ id: 1, state: 'open' as const, words: WORDS, proposedAtMs: 5, approvals: [seat(0)], needed: 3, missing: [seat(1), seat(2), seat(3)], ...more });

test('a proposal waits for whoever of us has not voted, and says what it is about', () => {
  expect(openVotes([proposal()])).toEqual([{ id: 1, proposedAtMs: 5, needed: 3, approvals: 1, own: 3, words: WORDS }]);
  expect(openVotes([proposal({ missing: [seat(1), seat(3, null)] })])).toMatchObject([{ own: 1 }]);
});

test.each<[string, Partial<ProposalView>]>([
  ['all of ours have voted', { missing: [seat(2, null)] }],
  ['it is approved', { state: 'approved' }],
  ['its time is over', { state: 'expired' }],
])('none waits for us where %s', (_why, more) => {
  expect(openVotes([proposal(more)])).toEqual([]);
});
