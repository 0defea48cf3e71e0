import { fillWords, isFilled } from './fill-words';

test.each<[string, Record<string, unknown>, string]>([
  ['Seat {seat+1} of {seats}.', { seat: 0, seats: 4 }, 'Seat 1 of 4.'],
  ['Seat {seat+1}.', { seat: 'of a liar' }, 'Seat of a liar.'],
  ['{missing} {toString} {missing+1}', {}, '{missing} {toString} {missing+1}'],
  ['{name}', { name: '{other}', other: 'x' }, '{other}'],
])('“%s” with %j is “%s”', (words, facts, told) => {
  expect(fillWords(words, facts)).toBe(told);
});

test('says whether a fact was missing', () => {
  expect(['Seat 1.', '{seat}', '{seat+1}'].map(isFilled)).toEqual([true, false, false]);
});
