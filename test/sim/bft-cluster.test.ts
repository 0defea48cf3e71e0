import { LEADER_VIEWS_MAX } from '../../libs/chain-core/src/consensus/bft/leader-record';
import { makeBftEngine, SIM_PARAMETERS } from '../../libs/chain-core/src/testing/sim/bft-cluster';
import { BYZANTINE } from '../../libs/chain-core/src/testing/sim/byzantine';
import { SimCluster } from '../../libs/chain-core/src/testing/sim/cluster';

const HOUR_MS = 3_600_000;

function clusterOf(nodes: number, parameters: Partial<typeof SIM_PARAMETERS> = {}, seed = 1): SimCluster {
  const cluster = new SimCluster({ seed, nodes, makeEngine: makeBftEngine(undefined, parameters) });
  cluster.start();
  return cluster;
}

describe('a committee', () => {
  it('makes a transaction final everywhere within a few message times', () => {
    const cluster = clusterOf(4);
    cluster.submit(1);
    expect(cluster.expectFinal(1, 100)).toBe(true);
    expect(cluster.violations).toEqual([]);
  });

  it('does nothing at all when there is nothing to do', () => {
    const cluster = clusterOf(4);
    cluster.submit(1);
    cluster.expectFinal(1, 1_000);
    cluster.run(cluster.nowMs + 1_000);
    const { messages, nowMs } = cluster;
    cluster.run(nowMs + HOUR_MS);
    expect(cluster.messages).toBe(messages);
  });

  it('makes one empty block each heartbeat, also when a seat is down', () => {
    const cluster = clusterOf(4, { heartbeatMs: 5_000 });
    cluster.run(500);
    expect(cluster.invariants.finalHeight).toBe(1);
    cluster.run(60_500);
    expect(cluster.invariants.finalHeight).toBeGreaterThanOrEqual(12);
    expect(cluster.invariants.finalHeight).toBeLessThanOrEqual(13);
    cluster.stop(2);
    cluster.run(121_000);
    expect(cluster.invariants.finalHeight).toBeGreaterThanOrEqual(22);
    expect(cluster.violations).toEqual([]);
  });

  it('reaches everybody with work that only one seat has', () => {
    const cluster = clusterOf(7);
    cluster.losesGossip = true;
    for (let seat = 0; seat < 7; seat += 1) {
      cluster.submit(100 + seat, seat);
      expect(cluster.expectFinal(100 + seat, 10_000)).toBe(true);
    }
  });

  it.each([
    [4, [0]], [4, [3]], [7, [1, 4]], [7, [5, 6]], [10, [0, 1, 2]], [13, [2, 5, 8, 11]],
  ])('of %i goes on for good without seats %j', (nodes, dead) => {
    const cluster = clusterOf(nodes);
    for (const seat of dead) {
      cluster.stop(seat);
      cluster.submit(seat + 1);
      expect(cluster.expectFinal(seat + 1, 10_000)).toBe(true);
    }
    for (let transaction = 100; transaction < 130; transaction += 1) {
      cluster.submit(transaction);
      expect(cluster.expectFinal(transaction, 10_000)).toBe(true);
    }
    expect(cluster.violations).toEqual([]);
  });

  it('passes over a dead leader, and lets it lead again when it is back', () => {
    const cluster = clusterOf(4);
    const runFor = (count: number, from: number): number => {
      const startMs = cluster.nowMs;
      for (let transaction = from; transaction < from + count; transaction += 1) {
        cluster.submit(transaction, 1);
        cluster.expectFinal(transaction, 10_000);
      }
      return cluster.nowMs - startMs;
    };
    cluster.stop(3);
    runFor(20, 1);
    expect(runFor(100, 100)).toBeLessThan(100 * 40);
    cluster.restart(3);
    runFor(LEADER_VIEWS_MAX, 1000);
    const { finalHeight } = cluster.invariants;
    runFor(40, 2000);
    const led = cluster.nodes[0]!.disk.chain.slice(finalHeight + 1).filter((block) => block.proposer === 3);
    expect(led.length).toBe(10);
  });

  it.each([5, 24 * 60])('is back within 10 s after %i minutes without a quorum', (minutes) => {
    const cluster = clusterOf(4);
    cluster.submit(1);
    cluster.run(3);
    cluster.stop(0);
    cluster.stop(1);
    cluster.submit(2);
    cluster.run(minutes * 60_000);
    const height = cluster.invariants.finalHeight;
    cluster.restart(0);
    cluster.submit(3);
    expect(cluster.expectFinal(3, 10_000)).toBe(true);
    expect(cluster.expectFinal(2, 10_000)).toBe(true);
    expect(cluster.invariants.finalHeight).toBeGreaterThan(height);
    cluster.restart(1);
    expect(cluster.expectFinal(3, 10_000)).toBe(true);
    expect(cluster.violations).toEqual([]);
  }, 120_000);

  it('is back within 10 s after 30 days in which nobody reached anybody', () => {
    const cluster = clusterOf(4);
    cluster.submit(1);
    cluster.run(3);
    cluster.stop(0);
    cluster.stop(1);
    cluster.partition([2], [3]);
    cluster.submit(2, 3);
    cluster.run(30 * 24 * HOUR_MS);
    cluster.restart(1);
    cluster.heal();
    cluster.submit(3, 2);
    expect(cluster.expectFinal(3, 10_000)).toBe(true);
    expect(cluster.expectFinal(2, 10_000)).toBe(true);
    expect(cluster.violations).toEqual([]);
  }, 240_000);

  it('finds what may be final in its logs after everybody lost power at once, at any instant', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const cluster = clusterOf(4, {}, seed);
      cluster.submit(1);
      cluster.run(seed % 30);
      for (let seat = 0; seat < 4; seat += 1) cluster.stop(seat);
      const height = cluster.invariants.finalHeight;
      for (let seat = 0; seat < 3; seat += 1) cluster.restart(seat);
      cluster.submit(2);
      expect(cluster.expectFinal(2, 10_000)).toBe(true);
      expect(cluster.invariants.finalHeight).toBeGreaterThan(height);
      expect(cluster.violations).toEqual([]);
    }
  });

  it('keeps its log short', () => {
    const cluster = clusterOf(4);
    for (let transaction = 1; transaction <= 300; transaction += 1) {
      cluster.submit(transaction);
      cluster.expectFinal(transaction, 1_000);
    }
    for (const node of cluster.honest) expect(node.disk.restored().log.length).toBeLessThan(10);
  });

  it('blames a seat that votes twice, and nobody else', () => {
    const cluster = new SimCluster({ seed: 5, nodes: 4, makeEngine: makeBftEngine(), byzantine: new Map([[2, BYZANTINE['double-voter']!]]) });
    cluster.start();
    cluster.submit(1);
    cluster.expectFinal(1, 10_000);
    cluster.run(cluster.nowMs + 1_000);
    expect([...cluster.invariants.blamedSeats]).toEqual([2]);
    expect(cluster.violations).toEqual([]);
  });
});
