import { runJoinSeed } from '../../libs/chain-core/src/testing/sim/pow/run-join-seed';
import { runPowSeed } from '../../libs/chain-core/src/testing/sim/pow/run-pow-seed';
import { runSplitSeed } from '../../libs/chain-core/src/testing/sim/pow/run-split-seed';

describe('proof of work in virtual time', () => {
  // Larger runs: npm run sim -- --engine pow --seeds 1000
  it('keeps every invariant and goes on after each of 20 attacks', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { violations, isFinished } = runPowSeed({ seed });
      expect({ seed, violations, isFinished }).toEqual({ seed, violations: [], isFinished: true });
    }
  }, 300_000);

  // Larger runs: npm run sim -- --engine pow-join --seeds 200, and pow-split
  it.each([
    ['join by a whole state', runJoinSeed],
    ['were cut off for too long', runSplitSeed],
  ])('keeps every invariant and goes on where nodes %s', async (_, run) => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const { violations, isFinished } = await run({ seed });
      expect({ seed, violations, isFinished }).toEqual({ seed, violations: [], isFinished: true });
    }
    expect(await run({ seed: 1 })).toEqual(await run({ seed: 1 }));
  }, 300_000);

  it('does the same thing twice for one seed', () => {
    for (const seed of [1, 7]) expect(runPowSeed({ seed })).toEqual(runPowSeed({ seed }));
    expect(runPowSeed({ seed: 1 }).traceHash).not.toBe(runPowSeed({ seed: 2 }).traceHash);
  }, 60_000);
});
