import { makeBftEngine } from '../../libs/chain-core/src/testing/sim/bft-cluster';
import { BYZANTINE } from '../../libs/chain-core/src/testing/sim/byzantine';
import { SimCluster } from '../../libs/chain-core/src/testing/sim/cluster';
import { TOY_LISTS, TOY_SUMS } from '../../libs/chain-core/src/testing/sim/sim-keys';

/** All links alike, and slow beside what machines do: nobody overtakes anybody. */
const EVEN_LINKS = { lossPermille: 0, duplicatePermille: 0, heldBackPermille: 0, delayUsMin: 10_000, delayUsMax: 10_000 };
const VIEW_TIMER_MS = 400;

function treeOf(seats: number, gateways: number, options: { seed?: number; keys?: typeof TOY_LISTS; byzantine?: ReadonlyMap<number, string> } = {}): SimCluster {
  const byzantine = new Map([...(options.byzantine ?? [])].map(([seat, name]) => [seat, BYZANTINE[name]!]));
  const topology = { kind: 'tree', gateways } as const;
  const cluster = new SimCluster({ seed: options.seed ?? 1, nodes: seats, keys: options.keys ?? TOY_LISTS, byzantine, makeEngine: makeBftEngine(undefined, {}, topology) });
  cluster.links.conditions = EVEN_LINKS;
  cluster.start();
  cluster.run(500);
  return cluster;
}

/** As derived in protocol.md. */
function messagesOfBlock(n: number, m: number, leader: number): number {
  const isChild = leader >= m;
  const isAlone = !isChild && leader + m >= n;
  return n - 1 + 4 * (n - m) + 2 * m * (m - 1) - (isChild ? 1 : 0) - (isAlone ? m - 1 : 0);
}

/** Messages of engines for one block, and who proposed it. */
function measure(cluster: SimCluster, transaction: number): { messages: number; leader: number } {
  const before = cluster.messages;
  cluster.submit(transaction, 0);
  expect(cluster.expectFinal(transaction, 2_000)).toBe(true);
  cluster.run(cluster.nowMs + 1_000);
  const gossip = cluster.seats - 1;
  return { messages: cluster.messages - before - gossip, leader: cluster.honest[0]!.disk.final.proposer };
}

describe('messages for one block without faults', () => {
  // All of 4 to 100 with BYSTACK_LONG=1 (npm run sim:long): minutes.
  const sizes = Array.from({ length: 97 }, (_, i) => 4 + i).filter((n) => process.env['BYSTACK_LONG'] === '1' || n <= 16 || n % 21 === 16);
  it.each([
    ['a star', sizes, () => 1],
    ['as many gateways as the root of n', sizes, (n: number) => Math.floor(Math.sqrt(n))],
    ['a third of n', sizes.filter((n) => n % 8 === 4), (n: number) => Math.ceil(n / 3)],
    ['all but one', [4, 7, 16, 40], (n: number) => n - 1],
    ['a mesh', [4, 7, 16, 31], (n: number) => n],
  ])('%s: exactly what protocol.md says, for n up to 100', (_, all, gatewaysOf) => {
    for (const n of all) {
      const cluster = treeOf(n, gatewaysOf(n), { keys: n % 2 === 0 ? TOY_LISTS : TOY_SUMS });
      for (const transaction of [1, 2]) {
        const { messages, leader } = measure(cluster, transaction);
        expect({ n, messages }).toEqual({ n, messages: messagesOfBlock(n, gatewaysOf(n), leader) });
      }
      expect(cluster.violations).toEqual([]);
    }
  }, 120_000);

  it('grow with n only while there are no more gateways than its root', () => {
    for (let n = 4; n <= 100; n += 1) for (let m = 1; m * m <= n; m += 1) expect(messagesOfBlock(n, m, 0)).toBeLessThanOrEqual(7 * n);
  });
});

describe.each(['silent-gateway', 'slow-gateway', 'lying-gateway'])('a %s', (name) => {
  it.each([[4, 1], [7, 2], [10, 3], [13, 4]])('in a tree of %i seats and %i gateways costs half a view timer, not a view, and is avoided then', (seats, gateways) => {
    const cluster = treeOf(seats, gateways, { byzantine: new Map([[0, name]]) });
    const times: number[] = [];
    for (let transaction = 1; transaction <= 40; transaction += 1) {
      const fromMs = cluster.nowMs;
      cluster.submit(transaction, seats - 1);
      expect(cluster.expectFinal(transaction, 10_000)).toBe(true);
      times.push(cluster.nowMs - fromMs);
    }
    // Half a timer for the notarisation and half for the finalisation at most, and never again by the same gateway for a while.
    expect(Math.max(...times)).toBeLessThan(VIEW_TIMER_MS + 250);
    expect(times.filter((tookMs) => tookMs > VIEW_TIMER_MS / 2).length).toBeLessThanOrEqual(6);
    expect(Math.max(...times.slice(10))).toBeLessThan(VIEW_TIMER_MS / 2);
    expect(cluster.violations).toEqual([]);
    expect(cluster.invariants.blamedSeats.size).toBe(0);
  });
});

describe('a tree', () => {
  it('goes on when all its gateways are dead that may be, and every one of a star', () => {
    for (const [seats, gateways] of [[4, 1], [7, 2], [13, 4], [31, 5]] as const) {
      const cluster = treeOf(seats, gateways);
      for (let gateway = 0; gateway < gateways; gateway += 1) cluster.stop(gateway);
      const times = Array.from({ length: 21 }, (_, i) => {
        const fromMs = cluster.nowMs;
        cluster.submit(1 + i, seats - 1);
        expect(cluster.expectFinal(1 + i, 10_000)).toBe(true);
        return cluster.nowMs - fromMs;
      });
      // Half a timer to find out about a gateway, and a timer for each leader that is dead too: at most two of them follow each other here.
      expect(Math.max(...times)).toBeLessThan(2.5 * VIEW_TIMER_MS);
      expect(times.at(-1)).toBeLessThan(200);
      expect(cluster.violations).toEqual([]);
    }
  });

  it('does nothing at all when there is nothing to do', () => {
    const cluster = treeOf(10, 3);
    measure(cluster, 1);
    const { messages, nowMs } = cluster;
    cluster.run(nowMs + 3_600_000);
    expect(cluster.messages).toBe(messages);
  });

  it('does not wait again and again for a dead child, and waits for it when it is back', () => {
    const cluster = treeOf(10, 3);
    const timesOf = (from: number): number[] => Array.from({ length: 20 }, (_, i) => {
      const startMs = cluster.nowMs;
      cluster.submit(from + i, 0);
      cluster.expectFinal(from + i, 10_000);
      return cluster.nowMs - startMs;
    });
    const medianOf = (times: number[]): number => times.slice(5).sort((a, b) => a - b)[7]!;
    const withIt = medianOf(timesOf(1));
    cluster.stop(9);
    // Its gateway would wait an eighth of the view timer for it, twice a block.
    expect(medianOf(timesOf(200))).toBeLessThan(withIt + 50);
    cluster.restart(9);
    expect(cluster.expectFinal(219, 10_000)).toBe(true);
    timesOf(400);
    expect(cluster.violations).toEqual([]);
  });
});
