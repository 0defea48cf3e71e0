import { spread } from './spread';

it.each<[number[], number, number[] | undefined]>([
  [[], 1, undefined],
  [[4], 4, [4]],
  [[3], 4, undefined],
  [[9, 9, 9, 9], 4, [1, 1, 1, 1]],
  [[9, 9], 4, [2, 2]],
  [[1, 9], 4, [1, 3]],
  [[0, 9, -2], 2, [0, 2, 0]],
  [[2, 1, 1], 4, [2, 1, 1]],
  [[2, 1, 0], 4, undefined],
  [[5, 5], 0, [0, 0]],
])('room for %j, %i nodes: %j', (rooms, count, shares) => {
  expect(spread(rooms, count)).toEqual(shares);
});
