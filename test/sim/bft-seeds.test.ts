import { BFT_SIM } from '../../libs/chain-core/src/testing/sim/bft-sim';
import { catchMutant } from '../../libs/chain-core/src/testing/sim/catch-mutant';
import { runSeed } from '../../libs/chain-core/src/testing/sim/run-seed';
import { realSums } from '../../libs/chain-core/src/testing/sim/sim-keys';

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

describe('bft with real BLS keys', () => {
  it('keeps every invariant and goes on after attacks', () => {
    for (const seed of [2, 3, 5, 8]) {
      const { violations, isFinished } = runSeed({ seed, nodes: 4, keys: realSums(4) });
      expect({ seed, violations, isFinished }).toEqual({ seed, violations: [], isFinished: true });
    }
  }, 120_000);
});

describe('a planted bug is caught', () => {
  it.each(BFT_SIM.mutants.map((mutant) => [mutant.name, mutant] as const))('%s', (_, mutant) => {
    expect(catchMutant(mutant, 500)).toBeDefined();
  }, 60_000);
});
