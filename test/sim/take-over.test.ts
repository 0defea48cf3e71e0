import { runTakeOverSeed } from '../../libs/chain-core/src/testing/sim/take-over/run-take-over-seed';

jest.setTimeout(120_000);

describe('markets that take each other’s place with what they hold for all', () => {
  // Larger runs: npm run sim -- --engine take-over --seeds 1000
  it.each([1, 2])('lose nothing of it and take nothing twice: seed %d', (seed) => {
    expect(runTakeOverSeed({ seed })).toMatchObject({ violations: [], isFinished: true });
  });

  it('do the same thing twice for one seed', () => {
    expect(runTakeOverSeed({ seed: 2 })).toEqual(runTakeOverSeed({ seed: 2 }));
  });
});
