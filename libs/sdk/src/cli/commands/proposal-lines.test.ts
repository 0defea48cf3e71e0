import type { ProposalView, SeatName } from '@bystack/api';
import { describe as told } from './proposal-lines';

const seat = (at: number) => ({ seat: at, label: `validator ${at + 1}` }) as SeatName;
const proposal = (changed: object) =>
  ({ id: 2, state: 'open', words: [{ en: 'Fee instead of Quota.', zh: '' }], note: '', proposedBy: seat(0), proposedAtMs: 0, expiresAtMs: 1, approvals: [seat(0)], rejections: [], missing: [], needed: 1, quorum: 1, newcomers: [], outlook: null, ...changed }) as unknown as ProposalView;
const sums = { words: { en: 'As now.', zh: '' }, plan: [], rule: null, refusal: null, waits: { code: 'MODULE_NOT_SHOWN', words: { en: 'One node lacks it.', zh: '' } } };

it.each<[string, object, RegExp]>([
  ['what has all its votes and is not decided', {}, /1 of 1 approvals \(validator 1\).*Enough have approved, but it could not take effect when they did\. Approve once more to decide it: bystack chains approve CHAIN 2/],
  ['the same while something is missing', { outlook: sums }, /Not yet: One node lacks it\.[^]*As soon as nothing is in its way, approve once more to decide it/],
  ['what too few have approved', { needed: 2, missing: [seat(1)] }, /1 of 2 approvals \(validator 1\); validator 2 may still vote/],
  ['what too few have voted about', { quorum: 2, missing: [seat(1)] }, /1 of 2 that must have voted; validator 2 may still vote/],
  ['what is approved', { state: 'approved', lastHeight: 9 }, /Approved; it takes effect after block 9\.$/],
])('says of %s what is to be done', (_what, changed, lines) => {
  expect(told(proposal(changed))).toMatch(lines);
});
