import { changesBetween, didYouMean } from './did-you-mean';

it.each([['', '', 0], ['', 'abc', 3], ['abc', '', 3], ['submit', 'submit', 0], ['sumbit', 'submit', 1], ['submitt', 'submit', 1], ['verfiy it', 'verify', 4], ['kitten', 'sitting', 3]])('counts the changes between “%s” and “%s”', (a, b, changes) => {
  expect([changesBetween(a, b), changesBetween(b, a)]).toEqual([changes, changes]);
});

const NAMES = ['submit', 'verify', 'chains list', 'chains create', 'chain show', 'nodes list'];

it.each<[string, string[]]>([
  ['sumbit Mill rule-book act', ['submit']],
  ['chians list', ['chains list']],
  ['chains lsit --json', ['chains list']],
  ['chains', []],
  ['frobnicate', []],
  ['x', []],
])('thinks of what “%s” was meant to be', (typed, names) => {
  expect(didYouMean(typed.split(' '), NAMES)).toEqual(names);
});
