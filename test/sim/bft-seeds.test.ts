import { runSeed } from '../../libs/chain-core/src/testing/sim/run-seed';
import { realSums } from '../../libs/chain-core/src/testing/sim/sim-keys';
import { TWINS } from '../../libs/chain-core/src/testing/sim/twins/run-twins-case';
import { areTogether, twinsCase } from '../../libs/chain-core/src/testing/sim/twins/twins-case';
import { runSim } from './run-sim';

jest.setTimeout(300_000);

describe('bft in virtual time', () => {
  // Larger runs: npm run sim -- --seeds 10000 --jobs 2
  it('keeps every invariant and goes on after each of 150 attacks', async () => {
    expect(await runSim('--seeds', '150', '--jobs', '2')).toMatchObject({ seeds: 150, violations: 0, unfinished: 0 });
  });

  it('keeps them too when one seat loses power at any one of its first 24 writes', () => {
    for (let write = 1; write <= 24; write += 1) {
      const { violations, isFinished } = runSeed({ seed: 3, nodes: 4, powerLossAt: { seat: 1, write } });
      expect({ write, violations, isFinished }).toEqual({ write, violations: [], isFinished: true });
    }
  });

  it('does the same thing twice for one seed', () => {
    for (const seed of [1, 7]) expect(runSeed({ seed })).toEqual(runSeed({ seed }));
    expect(runSeed({ seed: 1 }).traceHash).not.toBe(runSeed({ seed: 2 }).traceHash);
  });

  it('has the same trace in another process, on however many threads', async () => {
    const [one, other] = [await runSim('--seeds', '12'), await runSim('--seeds', '12', '--jobs', '2')];
    expect(one).toEqual({ seeds: 12, violations: 0, unfinished: 0, seconds: expect.any(Number), traceHash: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(other.traceHash).toBe(one.traceHash);
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

describe('one seat that is there twice', () => {
  it('makes every leader lead and every two participants part somewhere in the space', () => {
    const first = twinsCase(0);
    const last = twinsCase(TWINS.size - 1);
    expect(TWINS.size).toBe(262_144);
    expect([first.leaders, last.leaders]).toEqual([[0, 0, 0], [3, 3, 3]]);
    expect([areTogether(first, 1, 0, 4), areTogether(last, 3, 0, 4), areTogether(last, 4, 0, 4)]).toEqual([true, false, true]);
  });

  // The whole space: npm run sim:long
  it('does no harm in 400 cases spread over the space', async () => {
    expect(await runSim('--twins', '--seeds', '400', '--jobs', '2')).toMatchObject({ seeds: 400, violations: 0, unfinished: 0 });
  });
});

describe('the ledger and its proofs', () => {
  it.each(['ledger', 'effects', 'proofs'])('%s: are what simple models say, in 60 seeds', async (engine) => {
    expect(await runSim('--engine', engine, '--seeds', '60', '--jobs', '2')).toMatchObject({ seeds: 60, violations: 0, unfinished: 0 });
  });
});

describe('what surrounds consensus', () => {
  it.each([['outages', 12], ['sync', 120]])('%s: promises hold in %i seeds', async (engine, seeds) => {
    expect(await runSim('--engine', engine, '--seeds', String(seeds), '--jobs', '2')).toMatchObject({ seeds, violations: 0, unfinished: 0 });
  });
});
