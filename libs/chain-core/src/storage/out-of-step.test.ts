import { outOfStep } from './out-of-step';

const key = (first: number) => Uint8Array.of(first, ...new Array<number>(31).fill(0));

test('each node does it at an amount of its own, none at less than three or more than five quarters of what is told', () => {
  const amounts = Array.from({ length: 256 }, (_, first) => outOfStep(4_096, key(first)));
  expect([Math.min(...amounts), Math.max(...amounts), new Set(amounts).size]).toEqual([3_072, 5_112, 256]);
  expect(outOfStep(4_096, key(9))).toBe(outOfStep(4_096, key(9)));
  expect(outOfStep(4_096, undefined)).toBe(4_096);
});
