import type { ChainSeatView, ProposedChange } from '@bystack/api';
import { openVotes } from './open-votes';

const NOW = 1_000_000_000;
const seat = (number: number, role: ChainSeatView['role'] = 'validator'): ChainSeatView => ({ seat: number, organisation: 'o', label: `validator ${number + 1}`, role, nodeKey: `key-${number}`, registered: [], protocols: { min: 1, max: 1 } });
const proposal = (more: Partial<ProposedChange> = {}): ProposedChange => ({ id: 1, changes: [], note: '', proposedBy: 0, proposedAtMs: NOW - 5, expiresAtMs: NOW + 5, approvals: [0], needed: 3, rejections: [], quorum: 0, newcomers: [], confirmed: [], lastHeight: 0, ...more });
const chainSeats = [seat(0), seat(1), seat(2), seat(3), seat(4, 'observer')];
const all = new Set(chainSeats.map(({ nodeKey }) => nodeKey));
const open = (more: Partial<ProposedChange>, ownKeys: ReadonlySet<string> = all) => openVotes({ chainSeats, changes: [proposal(more)] }, ownKeys, NOW);

test('a proposal waits for whoever of us has not voted', () => {
  expect(open({})).toEqual([{ id: 1, proposedAtMs: NOW - 5, needed: 3, approvals: 1, own: 3 }]);
  expect(open({ rejections: [2] })).toMatchObject([{ own: 2 }]);
  expect(open({}, new Set(['key-0', 'key-1']))).toMatchObject([{ approvals: 1, own: 1 }]);
});

test.each<[string, Partial<ProposedChange>, ReadonlySet<string>]>([
  ['all of ours have voted', {}, new Set(['key-0'])],
  ['nobody of ours votes', {}, new Set(['key-4'])],
  ['it is approved', { lastHeight: 9 }, all],
  ['its time is over', { expiresAtMs: NOW - 1 }, all],
])('none waits for us where %s', (_why, more, ownKeys) => {
  expect(open(more, ownKeys)).toEqual([]);
});
