import type { TopologyParameters } from '../../../protocol/genesis';
import { makeBftEngine } from '../bft-cluster';
import { SimCluster } from '../cluster';
import { GOOD_LINKS } from '../links';
import { Random } from '../random';
import type { SeedOptions, SeedResult, SimEngine } from '../sim-engine';
import { TOY_LISTS, TOY_SUMS } from '../sim-keys';

const OUTAGES = 2;
const OUTAGE_MS = [30_000, 120_000, 600_000];
/** More than the longest view timer. */
const SLOW_US = 8_000_000;
const FINAL_WITHIN_MS = 10_000;

/**
 * No quorum for up to ten minutes, with work waiting all the while, so that timers run and run; then promise 2: once healed, what waits is final within 10 s. Clocks
 * are right: over minutes simulated ones would drift apart further than blocks may.
 */
export function runOutageSeed({ seed, nodes }: SeedOptions): SeedResult {
  const plan = new Random(seed, 4);
  const count = nodes ?? plan.pick([4, 4, 5, 7]);
  const topology: TopologyParameters = plan.chance(500) ? { kind: 'mesh' } : { kind: 'tree', gateways: plan.between(1, count - 1) };
  const cluster = new SimCluster({ seed, nodes: count, makeEngine: makeBftEngine(undefined, {}, topology), keys: seed % 4 === 3 ? TOY_SUMS : TOY_LISTS });
  cluster.start();
  let transaction = 0;
  const isFinal = (): boolean => {
    cluster.submit((transaction += 1));
    return cluster.expectFinal(transaction, FINAL_WITHIN_MS);
  };
  let goesOn = isFinal();
  for (let outage = 0; goesOn && outage < OUTAGES; outage += 1) {
    breakDown(cluster, plan);
    for (let seat = 0; seat < count; seat += 1) cluster.nodes[seat]!.submit((transaction += 1));
    cluster.run(cluster.nowMs + plan.pick(OUTAGE_MS));
    mend(cluster, plan);
    goesOn = isFinal();
    for (let seat = 0; seat < count; seat += 1) cluster.restart(seat);
    cluster.heal();
  }
  cluster.inspect();
  return { seed, violations: cluster.violations, isFinished: goesOn && cluster.violations.length === 0, traceHash: cluster.trace.digest() };
}

/** Whoever is left is no quorum, or reaches none in time. */
function breakDown(cluster: SimCluster, plan: Random): void {
  const order = shuffledSeats(cluster, plan);
  const enough = mayFail(cluster) + 1;
  const how = plan.pick(['down', 'alone', 'in halves', 'slow'] as const);
  if (how === 'alone') cluster.partition(...order.map((seat) => [seat]));
  else if (how === 'in halves') cluster.partition(order.slice(0, enough), order.slice(enough));
  else if (how === 'slow') cluster.links.conditions = { ...GOOD_LINKS, delayUsMin: SLOW_US, delayUsMax: 2 * SLOW_US };
  else for (const seat of order.slice(0, enough)) cluster.stop(seat);
}

/** A quorum reaches each other again: with new connections or without anybody noticing; now and then as many as may fail die at this very moment. */
function mend(cluster: SimCluster, plan: Random): void {
  for (let seat = 0; seat < cluster.seats; seat += 1) cluster.restart(seat);
  if (plan.chance(500)) for (const seat of shuffledSeats(cluster, plan).slice(0, mayFail(cluster))) cluster.stop(seat);
  cluster.heal(GOOD_LINKS, plan.chance(500));
}

function shuffledSeats(cluster: SimCluster, plan: Random): number[] {
  return plan.shuffled(Array.from({ length: cluster.seats }, (_, seat) => seat));
}

function mayFail(cluster: SimCluster): number {
  return Math.floor((cluster.seats - 1) / 3);
}

/** Long times without a quorum, for `npm run sim -- --engine outages`. */
export const OUTAGE_SIM: SimEngine = { runSeed: runOutageSeed, mutants: [] };
