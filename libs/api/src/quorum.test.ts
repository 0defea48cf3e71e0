import { nextStrength, quorumOf, sameStrength } from './quorum';

test.each([
  [1, 0, 1],
  [2, 0, 2],
  [3, 0, 3],
  [4, 1, 3],
  [5, 1, 4],
  [6, 1, 5],
  [7, 2, 5],
  [10, 3, 7],
  [31, 10, 21],
  [100, 33, 67],
])('of %i validators %i may fail and %i are needed', (total, tolerated, needed) => {
  expect(quorumOf(total)).toEqual({ total, tolerated, needed });
});

test('two quorums always share a validator that did not fail', () => {
  for (let total = 1; total <= 100; total++) {
    const { tolerated, needed } = quorumOf(total);
    expect(2 * needed - total).toBeGreaterThan(tolerated);
    expect(total - tolerated).toBeGreaterThanOrEqual(needed);
  }
});

test('the committees named in the warning are right', () => {
  expect([sameStrength(5), nextStrength(5)]).toEqual([4, 7]);
  expect([sameStrength(4), nextStrength(4)]).toEqual([4, 7]);
  expect([sameStrength(3), nextStrength(3)]).toEqual([1, 4]);
});
