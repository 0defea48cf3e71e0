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

test.each<[string, object, RegExp | undefined]>([
  ['the defaults', {}, /The first blocks take 200,000 hashes each, which is little: one thread of one processor makes enough of them in less than a second\..* instead of in about 2 minutes.* as many hashes as the miners make in 10 seconds: about 30,000,000 for each thread\./],
  ['a little more', { initialWork: 10_000_000 }, /makes enough of them in 40 seconds\..* instead of in about 2 minutes/],
  ['half of what one thread makes', { initialWork: 15_000_000 }, undefined],
  ['as much as anybody could wish', { initialWork: Number.MAX_SAFE_INTEGER, targetSpacingMs: 3_600_000 }, undefined],
])('of first blocks whose work is %s is warned where they would be final at once', (_what, params, words) => {
  const said = openCompetition.warnParams!(complete(params)(), {});
  if (words === undefined) expect(said).toEqual([]);
  else expect(said).toEqual([{ en: expect.stringMatching(words), zh: expect.stringContaining('哈希') }]);
});
