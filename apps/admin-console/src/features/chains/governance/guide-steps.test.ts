import { guideSteps } from './guide-steps';

const report = { refusal: null } as never;
const open = { id: 1, state: 'open', changes: [{ kind: 'swap-package' }] } as const;

it.each([
  ['nothing yet', { modules: { set: 0, due: null }, rehearsals: [], proposals: [] }, []],
  ['one that failed', { modules: { set: 0, due: null }, rehearsals: [{ report: null }, { report: { refusal: { code: 'X' } } as never }], proposals: [] }, []],
  ['a rehearsal', { modules: { set: 0, due: null }, rehearsals: [{ report }], proposals: [] }, ['rehearse']],
  ['a proposal about seats', { modules: { set: 0, due: null }, rehearsals: [], proposals: [{ ...open, changes: [{ kind: 'remove-seat' }] }] }, []],
  ['a proposal without a rehearsal', { modules: { set: 0, due: null }, rehearsals: [], proposals: [open] }, ['rehearse', 'propose']],
  ['an approved one', { modules: { set: 0, due: { change: 1, lastHeight: 9 } }, rehearsals: [], proposals: [] }, ['rehearse', 'propose', 'approve']],
  ['other rules in force', { modules: { set: 1, due: null }, rehearsals: [], proposals: [] }, ['rehearse', 'propose', 'approve', 'watch']],
])('with %s these steps are done: %#', (_, observed, done) => {
  expect(guideSteps(observed).steps.filter(({ isDone }) => isDone).map(({ name }) => name)).toEqual(done);
});

it('names the proposal that waits for approvals', () => {
  expect(guideSteps({ modules: { set: 0, due: null }, rehearsals: [], proposals: [{ ...open, id: 2, state: 'expired' }, open] }).open).toBe(open);
});
