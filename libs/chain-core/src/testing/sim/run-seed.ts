import type { BftRules } from '../../consensus/bft/rules';
import { BYZANTINE, type ByzantineFactory } from './byzantine';
import { makeBftEngine } from './bft-cluster';
import type { TopologyParameters } from '../../protocol/genesis';
import { SimCluster, type SimClusterOptions } from './cluster';
import { Random } from './random';
import { TOY_LISTS, TOY_SUMS, type SimKeys } from './sim-keys';
import type { SeedOptions, SeedResult } from './sim-engine';
import type { Habits } from './sim-node-options';
import type { DiskFault } from './world';

export interface BftSeedOptions extends SeedOptions {
  /** One seat loses power at exactly this write; undefined: the seed may choose one. */
  readonly powerLossAt?: SimClusterOptions['powerLossAt'];
  /** How faulty seats misbehave; undefined: the seed chooses for each. */
  readonly attacker?: string;
  /** Only for planted bugs. */
  readonly rules?: BftRules;
  readonly habits?: Habits;
  /** Default: toy keys, whose certificates are sums in every fourth seed. */
  readonly keys?: SimKeys;
  /** Undefined: chosen by the seed. */
  readonly topology?: TopologyParameters;
}

export interface BftSeedResult extends SeedResult {
  readonly finalHeight: number;
  readonly nodes: number;
  readonly byzantine: readonly string[];
  readonly virtualMs: number;
  readonly blamed: readonly number[];
  /** Seats whose disks did more wrong than tear a write, and what. */
  readonly weakDisks: readonly DiskFault[];
}

/** How long the attack lasts, and what must happen after it (promise 2). */
const ATTACK_MS = 8_000;
const FINAL_WITHIN_MS = 10_000;
const BLOCKS_AFTER = 10;

/** One simulated life: an attack drawn from the seed, then healing, then the chain must go on. Byzantine seats misbehave to the end. */
export function runSeed(options: BftSeedOptions): BftSeedResult {
  const plan = new Random(options.seed, 1);
  const nodes = options.nodes ?? plan.pick([4, 4, 4, 5, 7]);
  const faulty = chooseFaulty(plan, nodes, options.attacker);
  const byzantine = new Map([...faulty].filter(([, fault]) => BYZANTINE[fault] !== undefined));
  const weakDisks = new Map([...faulty].filter(([, fault]) => BYZANTINE[fault] === undefined)) as Map<number, DiskFault>;
  const powerLossAt = options.powerLossAt ?? choosePowerLoss(plan, nodes);
  const topology = options.topology ?? chooseTopology(new Random(options.seed, 2), nodes);
  const cluster = new SimCluster({
    seed: options.seed,
    nodes,
    makeEngine: makeBftEngine(options.rules, {}, topology),
    byzantine: new Map([...byzantine].map(([seat, name]) => [seat, BYZANTINE[name] as ByzantineFactory])),
    weakDisks,
    ...(powerLossAt && { powerLossAt }),
    habits: options.habits ?? {},
    keys: options.keys ?? (options.seed % 4 === 3 ? TOY_SUMS : TOY_LISTS),
    clockSkewMs: plan.pick([0, 0, 200]),
  });
  cluster.start();
  cluster.powerLossPermille = plan.pick([0, 0, 10, 50]);
  attack(cluster, plan);
  const isFinished = recover(cluster);
  return {
    seed: options.seed,
    violations: cluster.violations,
    isFinished,
    traceHash: cluster.trace.digest(),
    finalHeight: cluster.invariants.finalHeight,
    nodes,
    byzantine: [...byzantine.values()],
    virtualMs: cluster.nowMs,
    blamed: [...cluster.invariants.blamedSeats],
    weakDisks: [...weakDisks.values()],
  };
}

/** A mesh in half of the seeds, else a tree. */
function chooseTopology(plan: Random, nodes: number): TopologyParameters {
  return plan.chance(500) || nodes === 1 ? { kind: 'mesh' } : { kind: 'tree', gateways: plan.between(1, nodes - 1) };
}

const DISK_FAULTS: readonly DiskFault[] = ['flipped bit', 'lost writes'];

/** Up to f seats, in two of three seeds: each misbehaves in one way, or has a disk that does. */
function chooseFaulty(plan: Random, nodes: number, attacker?: string): Map<number, string> {
  const most = Math.floor((nodes - 1) / 3);
  const count = plan.chance(333) ? 0 : plan.between(1, most);
  const seats = plan.shuffled(Array.from({ length: nodes }, (_, seat) => seat)).slice(0, most === 0 ? 0 : count);
  return new Map(seats.map((seat) => [seat, attacker ?? plan.pick([...Object.keys(BYZANTINE), ...DISK_FAULTS])]));
}

/** Besides losing power by chance: in half the seeds one seat does at a chosen one of its first writes. */
function choosePowerLoss(plan: Random, nodes: number): SimClusterOptions['powerLossAt'] {
  const [isPicked, seat, write] = [plan.chance(500), plan.below(nodes), plan.between(1, 60)];
  return isPicked ? { seat, write } : undefined;
}

/** Crashes (more seats at once than the committee tolerates, sometimes all), partitions, bad links, and transactions all the while. */
function attack(cluster: SimCluster, plan: Random): void {
  for (let transaction = 1; cluster.nowMs < ATTACK_MS && cluster.violations.length === 0; ) {
    const step = plan.below(10);
    if (step < 4) cluster.submit((transaction += 1), plan.below(cluster.seats));
    else if (step === 4) cluster.links.conditions = badLinks(plan);
    else if (step === 5) cluster.partition(...splitInTwo(plan, cluster.seats));
    else if (step === 6) cluster.links.partition(undefined);
    else if (step === 7) crashSome(cluster, plan);
    else restartSome(cluster, plan);
    cluster.run(cluster.nowMs + plan.pick([1, 5, 20, 100, 400, 1_000]));
  }
}

function badLinks(plan: Random): SimCluster['links']['conditions'] {
  const delayUsMin = plan.pick([100, 1_000, 20_000]);
  return {
    lossPermille: plan.pick([0, 0, 20, 100, 300, 600]),
    duplicatePermille: plan.pick([0, 50, 300]),
    heldBackPermille: plan.pick([0, 0, 50, 300]),
    delayUsMin,
    delayUsMax: delayUsMin + plan.pick([0, 1_000, 30_000, 500_000]),
  };
}

function splitInTwo(plan: Random, seats: number): number[][] {
  const order = plan.shuffled(Array.from({ length: seats }, (_, seat) => seat));
  const at = plan.between(1, seats - 1);
  return [order.slice(0, at), order.slice(at)];
}

function crashSome(cluster: SimCluster, plan: Random): void {
  const how = plan.below(8);
  for (let seat = 0; seat < cluster.seats; seat += 1) if (how === 0 || plan.below(cluster.seats) === 0) cluster.stop(seat);
}

function restartSome(cluster: SimCluster, plan: Random): void {
  for (let seat = 0; seat < cluster.seats; seat += 1) if (plan.chance(600)) cluster.restart(seat);
}

/** Everything is repaired; from then on each transaction must become final everywhere, within the promised time. */
function recover(cluster: SimCluster): boolean {
  for (let seat = 0; seat < cluster.seats; seat += 1) cluster.restart(seat);
  cluster.heal();
  const heightBefore = cluster.invariants.finalHeight;
  for (let block = 0; block < BLOCKS_AFTER; block += 1) {
    const transaction = 1_000_000 + block;
    cluster.submit(transaction);
    if (!cluster.expectFinal(transaction, FINAL_WITHIN_MS)) return false;
  }
  if (cluster.invariants.finalHeight < heightBefore + BLOCKS_AFTER) cluster.invariants.violate('liveness', `only ${cluster.invariants.finalHeight - heightBefore} blocks after the attack`);
  cluster.inspect();
  return cluster.violations.length === 0;
}
