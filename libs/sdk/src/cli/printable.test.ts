import { oneLine, printable } from './printable';
import { table } from './table';

test.each([
  ['磨坊 Mühle – “Points”\n\tand\r\nmore', '磨坊 Mühle – “Points”\n\tand\r\nmore'],
  ['\u001b[2Jgone', '\\u001b[2Jgone'],
  ['5 PTS\rtotal', '5 PTS\\u000dtotal'],
  ['\u202e000,1', '\\u202e000,1'],
  ['\u009b31m', '\\u009b31m'],
])('%j is printed as %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('a name of several lines stays in its row', () => {
  expect(oneLine('a\n  outcome accepted')).toBe('a outcome accepted');
  expect(table(['NAME', 'ID'], [['Points\nEUR', '7'], ['b', '8']]).split('\n')).toEqual(['NAME        ID', 'Points EUR  7', 'b           8']);
});
