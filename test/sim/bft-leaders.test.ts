import { makeBftEngine } from '../../libs/chain-core/src/testing/sim/bft-cluster';
import { SimCluster } from '../../libs/chain-core/src/testing/sim/cluster';

const FINAL_WITHIN_MS = 10_000;

/** A committee of which an adversary fails a third for good, each in the way the test says, at the worst moments it can see. */
class Failing {
  readonly cluster: SimCluster;
  readonly failed = new Set<number>();
  private transaction = 0;

  constructor(
    readonly seats: number,
    private readonly how: 'dead' | 'never proposes',
    seed = 1,
  ) {
    const habits = how === 'dead' ? {} : { neverProposes: (seat: number) => this.failed.has(seat) };
    this.cluster = new SimCluster({ seed, nodes: seats, makeEngine: makeBftEngine(), habits });
    this.cluster.start();
  }

  get most(): number {
    return Math.floor((this.seats - 1) / 3);
  }

  fail(seat: number): void {
    if (this.failed.has(seat) || this.failed.size >= this.most) return;
    this.failed.add(seat);
    if (this.how === 'dead') this.cluster.stop(seat);
  }

  /** The leader of the present view, as seen by a seat that works. */
  leader(): number {
    return this.cluster.honest.find((node) => node.isRunning && !this.failed.has(node.seat))!.status()!.leader;
  }

  /** Submits to a seat that works. @returns how long it took to be final everywhere. */
  finalMs(): number {
    const from = this.cluster.nowMs;
    this.transaction += 1;
    this.cluster.submit(this.transaction, this.cluster.honest.find((node) => node.isRunning && !this.failed.has(node.seat))!.seat);
    expect(this.cluster.expectFinal(this.transaction, FINAL_WITHIN_MS)).toBe(true);
    return this.cluster.nowMs - from;
  }
}

describe.each(['dead', 'never proposes'] as const)('with a third of the seats that is %s for good, submit to final stays under 10 s', (how) => {
  it.each([4, 7, 31, 100])('of %i, failing one after the other, each when its turn comes', (seats) => {
    const committee = new Failing(seats, how);
    for (let round = 0; round < 2 * committee.most + 20; round += 1) {
      committee.fail(committee.leader());
      committee.finalMs();
    }
    expect(committee.failed.size).toBe(committee.most);
    expect(committee.cluster.violations).toEqual([]);
  }, 120_000);

  it.each([4, 7, 31, 100])('of %i, neighbours in the order of leaders, all at once', (seats) => {
    const committee = new Failing(seats, how);
    const order: number[] = [];
    while (order.length < committee.most) {
      committee.finalMs();
      if (!order.includes(committee.leader())) order.push(committee.leader());
    }
    for (let left = seats - committee.most; left > 0; left -= 1) committee.finalMs();
    order.forEach((seat) => committee.fail(seat));
    const times = Array.from({ length: 60 }, () => committee.finalMs());
    expect(Math.max(...times)).toBeLessThan(FINAL_WITHIN_MS);
    // Once they have shown what they are they cost little.
    expect(times.slice(20).sort((a, b) => a - b)[20]).toBeLessThan(100);
    expect(committee.cluster.violations).toEqual([]);
  }, 120_000);
});
