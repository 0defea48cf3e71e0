import type { Blueprint } from '@bystack/api';
import { Modules } from '../modules';
import { orchardPackage } from '../../testing/orchard-package';
import { warningsOf } from './founding';

const modules = new Modules();
const warned = (validators: number, slots: object) => warningsOf({ validators, slots } as Blueprint, modules);
const said = (validators: number, module = 'member-committee') => warned(validators, { consensus: { module, params: { initialWork: 1e9 } } }).map(({ words }) => words.en);

it.each([
  [1, /^The only validator may not fail: /],
  [2, /^None of the 2 validators may fail: .*4 validators would survive the failure of 1\.$/],
  [3, /^None of the 3 validators may fail: /],
  [5, /^5 validators survive the failure of 1; 4 would survive as many\./],
  [9, /^9 validators survive the failure of 2; 7 would survive as many\./],
])('says of %i validators what they are worth', (validators, words) => {
  expect(said(validators)).toEqual([expect.stringMatching(words)]);
});

it('has nothing to say of 4, 7 and 10', () => expect([4, 7, 10].flatMap((validators) => said(validators))).toEqual([]));

it('counts no votes where nobody votes', () => expect([1, 2, 3].flatMap((nodes) => said(nodes, 'open-competition'))).toEqual([]));

it('says what modules think of their parameters, and where these are', () => {
  const slots = { identity: { module: 'company-badges', version: '1.0.0', params: {} }, consensus: { module: 'open-competition', version: '1.0.0', params: {} } };
  expect(warned(4, slots)).toEqual([
    { code: 'PARAMETERS_UNWISE', field: '/slots/identity/params', words: { en: expect.stringContaining('No organisation and no administrator is named'), zh: expect.any(String) } },
    { code: 'PARAMETERS_UNWISE', field: '/slots/consensus/params', words: { en: expect.stringContaining('The first blocks take 200,000 hashes each'), zh: expect.any(String) } },
  ]);
});

it.each<[string, object, RegExp | undefined]>([
  ['nobody', {}, /the role inspector or notary from the start: nobody could ever be given it/],
  ['a member with one of them', { members: [{ key: 'ab', name: 'A', roles: ['notary'] }] }, /the role inspector from the start/],
  ['members with all', { members: [{ key: 'ab', name: 'A', roles: ['notary', 'inspector'] }] }, undefined],
  ['an administrator', { admins: ['ab'] }, undefined],
])('says which roles nobody could ever be given, where the rules ask for some and there is %s', (_name, params, words) => {
  const commands = { confirm: { who: { roles: ['notary', 'inspector'] } }, revoke: { who: { roles: ['notary'] } }, claim: { who: 'anyone' } };
  const identity = { module: 'open-registration', version: '1.0.0', params };
  const slots = { identity, contract: { module: 'rule-book', version: '2.0.0', params: { package: { commands } } }, consensus: { module: 'member-committee', params: {} } };
  expect(warned(4, slots).map((one) => one.words.en)).toEqual(words === undefined ? [] : [expect.stringMatching(words)]);
  expect(warned(4, { ...slots, contract: { ...slots.contract, params: { package: 7 } } })).toEqual([]);
});

it('says which rules will fail once somebody goes by them', () => {
  const of = (require: string) => warned(4, { contract: { module: 'rule-book', version: '2.0.0', params: { package: orchardPackage('1.0.0', require) } }, consensus: { module: 'member-committee', params: {} } });
  expect(of('data.weight > 0')).toEqual([{ code: 'PARAMETERS_UNWISE', field: '/slots/contract/params', words: { en: expect.stringMatching(/^The rule BASKET_WRONG of the command “weigh” .* uses “>” on data\.weight/), zh: expect.stringContaining('data.weight') } }]);
  expect(of('decimal.compare(string(data.weight), "0") > 0')).toEqual([]);
});
