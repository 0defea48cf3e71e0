import { PLANTED_BUGS } from '../../libs/chain-core/src/testing/sim/planted-bugs';
import { runPlantedBug } from '../../libs/chain-core/src/testing/sim/run-planted-bug';
import { runSeed } from '../../libs/chain-core/src/testing/sim/run-seed';

describe('bft in virtual time', () => {
  // Larger runs: npm run sim -- --seeds 10000
  it('keeps every invariant and goes on after each of 300 attacks', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const { violations, isFinished } = runSeed({ seed });
      expect({ seed, violations, isFinished }).toEqual({ seed, violations: [], isFinished: true });
    }
  }, 120_000);

  it('does the same thing twice for one seed', () => {
    for (const seed of [1, 7, 23]) expect(runSeed({ seed })).toEqual(runSeed({ seed }));
    expect(runSeed({ seed: 1 }).traceHash).not.toBe(runSeed({ seed: 2 }).traceHash);
  });
});

describe('a planted bug is caught', () => {
  it.each(PLANTED_BUGS.map((bug) => [bug.name, bug] as const))('%s', (_, bug) => {
    const caught = runPlantedBug(bug, 500);
    expect(caught.seed).toBeDefined();
  }, 60_000);
});
