import type { Change } from './change';
import { refuseContradictions } from './contradictions';

const set = (module: string, ...names: string[]): Change => ({ kind: 'set-parameters', module, parameters: Object.fromEntries(names.map((name) => [name, 1])) });
const swap = (module: string): Change => ({ kind: 'swap-module', module, by: { name: 'fee', version: '1.0.0', parameters: {} } });
const rules = (name: string): Change => ({ kind: 'swap-package', module: 'rule-book', package: `${name}@1.0.0` });
const role = (seat: number, to: 'member' | 'observer'): Change => ({ kind: 'set-role', seat, role: to });
const consensus = (name: string): Change => ({ kind: 'set-consensus', parameters: { [name]: 1 } });

it.each<[string, Change[], string]>([
  ['one parameter twice', [set('quota', 'perDay', 'burst'), set('quota', 'perDay')], 'quota/perDay'],
  ['a parameter of a module that goes', [set('quota', 'perDay'), swap('quota')], 'quota'],
  ['the same the other way round', [swap('quota'), set('quota', 'perDay')], 'quota/perDay'],
  ['two modules in the place of one', [swap('quota'), swap('quota')], 'quota'],
  ['two packages', [rules('a'), rules('b')], 'rule-book/package'],
  ['another package for a module that goes', [rules('a'), swap('rule-book')], 'rule-book'],
  ['two roles of one seat', [role(3, 'member'), role(3, 'observer')], 'seat 4'],
  ['a role of a seat that goes', [role(3, 'member'), { kind: 'remove-seat', seat: 3 }], 'seat 4'],
  ['a parameter of consensus twice', [consensus('viewTimerMs'), consensus('viewTimerMs')], 'consensus/viewTimerMs'],
])('refuses %s, and names both', (_, changes, what) => {
  const facts = { what, first: 1, firstKind: changes[0]!.kind, second: 2, secondKind: changes[1]!.kind };
  expect(() => refuseContradictions(changes)).toThrow(expect.objectContaining({ code: 'CHANGES_CONTRADICT', facts }));
});

it.each<[string, Change[]]>([
  ['different parameters', [set('quota', 'perDay'), set('quota', 'burst'), set('fee', 'perDay')]],
  ['a parameter and another package', [set('rule-book', 'other'), rules('a')]],
  ['different seats', [role(3, 'member'), role(2, 'member'), { kind: 'remove-seat', seat: 1 }]],
  ['what belongs together', [{ kind: 'publish-package', module: 'rule-book', content: {} }, rules('a'), { kind: 'retire-package', module: 'rule-book', package: 'b@1.0.0' }]],
])('lets %s be', (_, changes) => expect(() => refuseContradictions(changes)).not.toThrow());
