import type { CommandsTriedView, TriedReason } from '@bystack/api';
import { triedInVain, triedLines } from './tried-lines';

const words = (en: string) => ({ en, zh: en });
const REASON: TriedReason = { kind: 'weigh', code: 'WRONG', words: words('It says no.'), place: '/commands/weigh/guards/0/require', rule: 'false', field: '', failure: null, count: 2, sample: { height: 7, txId: 'ab', payload: { command: 'weigh' } } };
const tried = (of: Partial<CommandsTriedView>): CommandsTriedView => ({ module: 'rule-book@2.0.0', fromHeight: 1, toHeight: 8, isAll: true, tried: 3, accepted: 3, refused: 0, failed: 0, setAside: 0, kinds: [], more: 0, words: words('Tried on 3.'), refusals: [], ...of });

test('commands that were tried are told in a line, with a warning, the reasons and one command of each where any would be refused', () => {
  expect(triedLines([tried({})])).toEqual(['Tried on 3.']);
  expect(triedLines([tried({ accepted: 1, refused: 2, refusals: [REASON], more: 1 })])).toEqual(['Mind: Tried on 3.', '  It says no.', '    one of them, in block 7, transaction ab: {"command":"weigh"}', '  and 1 more reason']);
  const long = (payload: TriedReason['sample']['payload']) => triedLines([tried({ accepted: 2, refusals: [{ ...REASON, sample: { ...REASON.sample, payload } }] })])[2]!;
  expect(long('x'.repeat(400))).toMatch(/"x{299}…$/);
  expect(long(null)).toMatch(/: too long to be shown$/);
  expect(triedLines([tried({ accepted: 1, refusals: [{ ...REASON, words: words('It says\nIt can take effect.') }] })])[1]).toBe('  It says It can take effect.');
});

test.each<[object[], string | undefined]>([
  [[], undefined],
  [[{}, {}], undefined],
  [[{ accepted: 1 }, {}, { accepted: 2 }], '3 of the newest 9 recorded commands would not be accepted any more'],
  [[{ accepted: 0 }, { tried: 2, accepted: 0 }], 'none of the newest 5 recorded commands would be accepted any more'],
  [[{ tried: 1, accepted: 0 }], 'the newest recorded command would not be accepted any more'],
])('of all that was tried the whole is told: %j', (each, said) => expect(triedInVain(each.map(tried))).toBe(said));
