import { checkParams, completeParams } from '@bystack/chain-core/module/registry';
import { openCompetition } from '.';
import { leastDepth } from './least-depth';

test.each([[1_000, 30], [2_000, 15], [5_000, 9], [10_000, 7], [60_000, 5], [3_600_000, 3]])('at %i ms between blocks %i must stand on one', (spacingMs, depth) => {
  expect(leastDepth(spacingMs)).toBe(depth);
});

const complete = (params: object) => () => {
  const completed = completeParams(openCompetition as never, params as never);
  checkParams(openCompetition as never, completed);
  return completed;
};

test('defaults mean something, and what is too quick for its depth is refused with the field', () => {
  expect(complete({})()).toMatchObject({ targetSpacingMs: 10_000, finalDepth: 12, reward: '0', allocations: [] });
  expect(complete({ targetSpacingMs: 1_000, finalDepth: 30 })).not.toThrow();
  for (const [params, path] of [
    [{ targetSpacingMs: 1_000 }, '/finalDepth'],
    [{ targetSpacingMs: 2_000, finalDepth: 14 }, '/finalDepth'],
    [{ initialWork: 100, leastWork: 200 }, '/initialWork'],
    [{ finalDepth: 181 }, '/finalDepth'],
    [{ reward: '-1' }, '/reward'],
    [{ allocations: [{ publicKey: 'xx', amount: '1' }] }, '/allocations/0/publicKey'],
  ] as const) expect(complete(params)).toThrow(expect.objectContaining({ facts: expect.objectContaining({ path }) }));
});
