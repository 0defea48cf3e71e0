import { keepNewest } from './keep-newest';

test('a map keeps the newest so many, and what is kept again is new again', () => {
  const map = new Map<string, number>();
  for (const [key, value] of [['a', 1], ['b', 2], ['a', 3], ['c', 4]] as const) keepNewest(map, key, value, 2);
  expect([...map]).toEqual([['a', 3], ['c', 4]]);
});
