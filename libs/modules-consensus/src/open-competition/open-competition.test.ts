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
  ['what a hundred million hashes a second make', { initialWork: 1_000_000_000 }, undefined],
  ['a little more than that', { initialWork: 1_001_000_000 }, /1,001,000,000 hashes each, which is much: at one million hashes a second a block takes about 17 minutes, instead of 10 seconds, .* It takes 100,100,000 hashes a second/],
  ['weeks of it', { initialWork: 2_000_000_000_000 }, /a block takes about 23 days, instead of 10 seconds/],
  ['as much as there can be', { initialWork: Number.MAX_SAFE_INTEGER, targetSpacingMs: 3_600_000 }, /a block takes about 104,250 days, instead of 1 hour/],
])('of first blocks whose work is %s is warned where they would be final at once, or far away', (_what, params, words) => {
  const said = openCompetition.warnParams!(complete(params)(), {});
  if (words === undefined) expect(said).toEqual([]);
  else expect(said).toEqual([{ en: expect.stringMatching(words), zh: expect.stringContaining('哈希') }]);
});

test.each<[string, object, RegExp | undefined]>([
  ['hours', { targetSpacingMs: 3_600_000, finalDepth: 23 }, undefined],
  ['a day', { targetSpacingMs: 3_600_000, finalDepth: 24 }, /^Records become final only after about 1 day: 24 blocks must stand on them, and a block comes every 1 hour\./],
  ['days', { targetSpacingMs: 3_600_000, finalDepth: 180 }, /^Records become final only after about 8 days: /],
])('of records that are final after %s is warned where that is late', (_what, params, words) => {
  const said = openCompetition.warnParams!(complete({ ...params, initialWork: 20_000_000_000 })(), {});
  expect(said).toEqual(words === undefined ? [] : [{ en: expect.stringMatching(words), zh: expect.stringContaining('最终') }]);
});
