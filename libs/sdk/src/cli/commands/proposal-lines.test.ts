import type { DecidedProposal, DecidedWhole, OutlookView, ProposalView, SeatName } from '@bystack/api';
import { describe as told, describeDecidedWhole, describeVote, describeWhole, rulesLines } from './proposal-lines';

const seat = (at: number) => ({ seat: at, label: `validator ${at + 1}` }) as SeatName;
const proposal = (changed: object) =>
  ({ id: 2, state: 'open', words: [{ en: 'Fee instead of Quota.', zh: '' }], note: '', proposedBy: seat(0), proposedAtMs: 0, expiresAtMs: 1, approvals: [seat(0)], rejections: [], missing: [], needed: 1, quorum: 1, newcomers: [], outlook: null, ...changed }) as unknown as ProposalView;
const sums = { words: { en: 'As now.', zh: '' }, plan: [], rule: null, refusal: null, waits: { code: 'MODULE_NOT_SHOWN', words: { en: 'One node lacks it.', zh: '' } } };

it.each<[string, object, RegExp]>([
  ['what has all its votes and is not decided', {}, /1 of 1 approvals \(validator 1\).*Enough have approved, but it could not take effect when they did\. Approve once more to decide it: bystack chains approve 'Old Mill' 2/],
  ['the same while something is missing', { outlook: sums }, /Not yet: One node lacks it\.[^]*As soon as nothing is in its way, approve once more to decide it/],
  ['what too few have approved', { needed: 2, missing: [seat(1)] }, /1 of 2 approvals \(validator 1\); validator 2 may still vote/],
  ['what too few have voted about', { quorum: 2, missing: [seat(1)] }, /1 of 2 that must have voted; validator 2 may still vote/],
  ['what is approved with what it does', { state: 'approved', lastHeight: 9, told: { plan: [{ words: { en: 'Records stay.', zh: '' }, isWarning: true }], values: [{ name: { en: 'Burst', zh: '' }, now: { en: '5', zh: '' }, then: { en: '6', zh: '' } }], rules: [{ en: 'x', zh: '' }] } }, /Burst: 6 \(now 5\)\n  Mind: Records stay\.\n  What changes in the rules: bystack chains proposals 'Old Mill' 2\n  Approved;/],
  ['what is approved', { state: 'approved', lastHeight: 9 }, /Approved; it takes effect after block 9\.$/],
])('says of %s what is to be done', (_what, changed, lines) => {
  expect(told(proposal(changed), 'Old Mill')).toMatch(lines);
});

it('tells in lists where to read what changes in the rules, and of one proposal every change, a line each', () => {
  const changing = proposal({ outlook: { ...sums, rules: [{ en: '“claim”: new field “lot”,\nwhich must be given.', zh: '' }, { en: 'The command “revoke” is gone.', zh: '' }] } });
  expect(told(changing, 'Mill')).toMatch(/^  What changes in the rules: bystack chains proposals Mill 2$/m);
  expect(told(proposal({ outlook: sums }), 'Mill')).not.toContain('rules');
  expect(describeWhole(changing, 'Mill')).toMatch(/^  What changes in the rules:\n    “claim”: new field “lot”, which must be given\.\n    The command “revoke” is gone\.\n  Everything it changes, word for word: the same with --json$/m);
  const waiting = proposal({ state: 'approved', lastHeight: 9, told: { plan: [], values: [], rules: [{ en: 'The command “revoke” is gone.', zh: '' }] } });
  expect(describeWhole(waiting, 'Mill')).toMatch(/after block 9\.\n  What changes in the rules:\n    The command “revoke” is gone\.\n/);
  expect([describeWhole(proposal({}), 'Mill'), rulesLines(sums as unknown as OutlookView)]).toEqual([expect.not.stringContaining('in the rules'), []]);
});

const decided = { id: 2, words: [{ en: 'Fee instead of Quota.', zh: '' }], note: '', proposedBy: seat(0), proposedAtMs: 0, outcomeWords: { en: 'It took effect with block 10.', zh: '' }, endedAtMs: 0, approvals: [seat(0), seat(1)], rejections: [], needed: 2 } as unknown as DecidedProposal;

it.each<[string, Omit<Parameters<typeof describeVote>[2], 'chain'>, RegExp]>([
  ['decided it', { voted: [seat(1)], before: [], proposal: null, decided }, /^Approved by validator 2\.\nProposal 2 of validator 1[^]*It took effect with block 10\.[^]*For: validator 1, validator 2 \(2 needed\)\.$/],
  ['was there before', { voted: [], before: [seat(0)], proposal: proposal({ needed: 2, missing: [seat(1)] }), decided: null }, /^Recorded before: the vote of validator 1\.\nProposal 2[^]*1 of 2 approvals/],
  ['came late', { voted: [], before: [], proposal: null, decided }, /^It was decided before\.\nProposal 2/],
  ['an older control plane tells of', { voted: [seat(1)], proposal: null }, /^Approved by validator 2\.\nProposal 2 is over\.$/],
])('says of a vote that %s what came of it', (_what, vote, lines) => {
  expect(describeVote(2, 'Approved by', { ...vote, chain: 'Mill' })).toMatch(lines);
});

it.each<[string, object, RegExp]>([
  ['took effect', { outcome: 'took-effect', height: 9 }, /\(2 needed\)\.\n  What it changed, against what was in force up to block 9:\n    Burst: 5 → 6\n    In the rules:\n      The command “revoke” is gone\.\n  Everything it asked for/],
  ['was turned down', { outcome: 'rejected', height: 9 }, /\n  What it would have changed, against what was in force at block 9:\n    Burst: 5 → 6\n/],
  ['lies too far back', { outcome: 'took-effect', changed: { values: [], rules: [], isWhole: false } }, /\(2 needed\)\.\n  Some of it cannot be told any more: [^\n]*\n  Everything it asked for/],
])('says of a proposal that %s what it changed', (_what, more, lines) => {
  const changed = { values: [{ name: { en: 'Burst', zh: '' }, now: { en: '5', zh: '' }, then: { en: '6', zh: '' } }], rules: [{ en: 'The command “revoke”\nis gone.', zh: '' }], isWhole: true };
  expect(describeDecidedWhole({ ...decided, changed, ...more } as unknown as DecidedWhole)).toMatch(lines);
});
