import { runEpochSeed } from '../../libs/chain-core/src/testing/sim/epochs/run-epoch-seed';

const SEEDS = 15;
const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);

test('committees change while machines lose power, links break and somebody lies; one chain, certified by whose turn it is, and it goes on', () => {
  const results = seeds.map((seed) => runEpochSeed({ seed }));
  expect(results.flatMap(({ seed, violations }) => violations.map((violation) => ({ seed, ...violation })))).toEqual([]);
  expect(results.every(({ isFinished }) => isFinished)).toBe(true);
  // The rare ways are met: last blocks that were closed, and misbehaviour that was seen.
  expect(results.reduce((sum, { closed }) => sum + closed, 0)).toBeGreaterThan(0);
  expect(results.reduce((sum, { blamed }) => sum + blamed, 0)).toBeGreaterThan(0);
  // And hardships come together.
  expect(results.some(({ hardships }) => ['tree', 'pruning', 'late joiner'].every((it) => hardships.includes(it)))).toBe(true);
});

test('the same seed is the same life', () => {
  expect(runEpochSeed({ seed: 7 })).toEqual(runEpochSeed({ seed: 7 }));
});
