import { catchMutant } from '../../libs/chain-core/src/testing/sim/catch-mutant';
import { POW_SIM } from '../../libs/chain-core/src/testing/sim/pow/pow-sim';

describe('proof of work in virtual time', () => {
  // Larger runs: npm run sim -- --engine pow --seeds 1000
  it('keeps every invariant and goes on after each of 20 attacks', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { violations, isFinished } = POW_SIM.runSeed({ seed });
      expect({ seed, violations, isFinished }).toEqual({ seed, violations: [], isFinished: true });
    }
  }, 300_000);

  it('does the same thing twice for one seed', () => {
    for (const seed of [1, 7]) expect(POW_SIM.runSeed({ seed })).toEqual(POW_SIM.runSeed({ seed }));
    expect(POW_SIM.runSeed({ seed: 1 }).traceHash).not.toBe(POW_SIM.runSeed({ seed: 2 }).traceHash);
  }, 60_000);
});

describe('a planted bug is caught', () => {
  it.each(POW_SIM.mutants.map((mutant) => [mutant.name, mutant] as const))('%s', (_, mutant) => {
    expect(catchMutant(mutant, 100)).toBeDefined();
  }, 300_000);
});
