import { knownNames } from './known-names';

test('a label stands for one id, also where somebody took a name and found a key that begins alike', () => {
  const [mill, other, thief] = ['0123abcd'.padEnd(64, '0'), 'ffff0000'.padEnd(64, '0'), '0123abcd'.padEnd(64, '1')];
  expect([...knownNames([['Mill', mill], ['Mill', other]])]).toEqual([['Mill (0123abcd…)', mill], ['Mill (ffff0000…)', other]]);
  expect([...knownNames([['Mill', mill], ['Mill', thief]])]).toEqual([[`Mill (${mill})`, mill], [`Mill (${thief})`, thief]]);
  expect([...knownNames([['Mill', mill], ['Mill', mill]])]).toEqual([['Mill (0123abcd…)', mill]]);
});
