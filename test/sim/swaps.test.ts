import { runSwapSeed } from '../../libs/chain-core/src/testing/sim/swaps/run-swap-seed';

jest.setTimeout(120_000);

describe('a chain whose modules change while it works', () => {
  // Larger runs: npm run sim -- --engine swaps --seeds 1000
  it.each([1, 2, 3, 4])('keeps one state on all nodes, loses nothing and comes to rest: seed %d', (seed) => {
    expect(runSwapSeed({ seed })).toMatchObject({ violations: [], isFinished: true });
  });

  it('does the same thing twice for one seed', () => {
    expect(runSwapSeed({ seed: 1 })).toEqual(runSwapSeed({ seed: 1 }));
  });
});
