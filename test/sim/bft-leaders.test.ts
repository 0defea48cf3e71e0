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

  /** Submits to a seat that works, and lets the adversary act every millisecond. @returns how long it took to be final everywhere. */
  finalMs(adversary: () => void = () => undefined): number {
    const { cluster } = this;
    const from = cluster.nowMs;
    this.transaction += 1;
    cluster.submit(this.transaction, cluster.honest.find((node) => node.isRunning && !this.failed.has(node.seat))!.seat);
    const isFinal = (): boolean => cluster.honest.every((node) => !node.isRunning || node.isFinal(this.transaction));
    do adversary();
    while (!cluster.run(cluster.nowMs + 1, isFinal) && cluster.nowMs < from + FINAL_WITHIN_MS);
    expect(isFinal()).toBe(true);
    return cluster.nowMs - from;
  }
}

describe.each(['dead', 'never proposes'] as const)('with a third of the seats that is %s for good, submit to final stays under 10 s', (how) => {
  it.each([4, 7, 31])('of %i, failing one after the other, each when its turn comes', (seats) => {
    const committee = new Failing(seats, how);
    for (let round = 0; round < 2 * committee.most + 20; round += 1) {
      committee.fail(committee.leader());
      committee.finalMs();
    }
    expect(committee.failed.size).toBe(committee.most);
    expect(committee.cluster.violations).toEqual([]);
  }, 120_000);

  it.each(how === 'dead' ? [4, 31, 100] : [4, 31])('of %i, each leader as its view begins, so that all of them lead in a row', (seats) => {
    const committee = new Failing(seats, how);
    committee.finalMs();
    const { cluster } = committee;
    const tookMs = committee.finalMs(() => committee.fail(committee.leader()));
    expect(committee.failed.size).toBe(committee.most);
    expect(tookMs).toBeGreaterThan(400);
    // Once they have shown what they are they are passed over.
    for (let left = 5; left > 0; left -= 1) expect(committee.finalMs()).toBeLessThan(100);
    expect(cluster.violations).toEqual([]);
  }, 120_000);
});
