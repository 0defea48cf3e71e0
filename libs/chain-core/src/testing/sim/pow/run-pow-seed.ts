import type { PowRules } from '../../../consensus/pow/rules';
import type { PowParameters } from '../../../protocol/genesis';
import { Random } from '../random';
import type { SeedOptions, SeedResult } from '../sim-engine';
import { badBuilder, cheapBrancher, claimer, mutator, selfishMiner, spammer, stubbornWithholder, timeLiar, withholder } from './byzantine';
import { PowClients } from './pow-clients';
import type { PowHabits } from './habits';
import type { PowNode } from './pow-node';
import { type MakeDouble, PowWorld } from './pow-world';
import { PROMISED, simGenesis } from './promise';

/** What a mutant breaks: rules or habits of all honest nodes, or the chain that was promised. */
export interface Broken {
  readonly rules?: PowRules;
  readonly habits?: Partial<PowHabits>;
  readonly parameters?: Partial<PowParameters>;
}

const ATTACK_MS = 400_000;
const SPACING_MS = PROMISED.targetSpacingMs;
/** All together find a block in the promised time at the initial work. */
const HASHES_PER_MS = PROMISED.initialWork / SPACING_MS;
const FINAL_AFTER_ATTACK = 10;
/** Two sides that come together have gone less than half of the way to a final block apart. */
const SPLIT_BLOCKS_MAX = PROMISED.finalDepth / 4;
const TOGETHER_MS = 30_000;
/** Ten times what the blocks take on average. */
const PATIENCE_MS = (FINAL_AFTER_ATTACK + PROMISED.finalDepth) * SPACING_MS * 10;

/** One simulated life of a chain: an attack, healing, a quiet end. Everything in it is drawn from the seed. */
export function runPowSeed({ seed, nodes }: SeedOptions, broken: Broken = {}): SeedResult {
  const draw = new Random(seed, 1);
  const honest = nodes ?? draw.between(3, 5);
  const genesis = simGenesis(seed, broken.parameters);
  const habitsOf = (): PowHabits => ({ clockAheadMs: draw.between(0, 2_000), ...(broken.rules && { rules: broken.rules }), ...broken.habits });
  const doubles = chooseDoubles(draw);
  const world = new PowWorld({ seed, genesis, honest: Array.from({ length: honest }, habitsOf), doubles });
  const clients = new PowClients(world);
  attack(world, draw, clients);
  const isFinished = recover(world, clients);
  return { seed, violations: world.invariants.violations, isFinished, traceHash: world.trace.digest() };
}

/** At most two doubles, with a fifth of the hash rate between them. */
function chooseDoubles(draw: Random): MakeDouble[] {
  const rate = HASHES_PER_MS / 10;
  const kinds: readonly MakeDouble[] = [selfishMiner(2 * rate), withholder(rate), mutator(rate), timeLiar(rate), claimer(rate), cheapBrancher(2 * rate), badBuilder(8 * SPACING_MS), spammer, stubbornWithholder(2 * rate)];
  const [first, second] = draw.shuffled(kinds);
  const count = draw.below(3);
  // These have all the dishonest hash rate for themselves.
  const alone = [kinds[0], kinds[5], kinds[8]];
  return count === 0 ? [] : count === 1 || alone.includes(first) || alone.includes(second) ? [first!] : [first!, second!];
}

function attack(world: PowWorld, draw: Random, clients: PowClients): void {
  const { honest } = world;
  honest.forEach((node) => (node.hashesPerMs = Math.floor((HASHES_PER_MS * draw.between(70, 150)) / honest.length / 100)));
  const last = honest.length - 1;
  const joinsLate = draw.chance(500) || world.doubles.length > 0;
  for (const { index } of honest) if (index !== last || !joinsLate) world.start(index);
  world.powerLossPermille = draw.chance(500) ? draw.below(100) : 0;
  world.links.conditions = { lossPermille: draw.chance(500) ? draw.below(150) : 0, duplicatePermille: draw.below(50), heldBackPermille: 0, delayUsMin: 1_000, delayUsMax: draw.between(5_000, 1_500_000) };
  for (let atMs = 0; atMs < ATTACK_MS; ) {
    atMs += draw.between(3_000, 40_000);
    world.run(atMs);
    oneThing(world, draw, clients, joinsLate ? last : -1);
  }
  if (joinsLate && !honest[last]!.isRunning) joinAlone(world, last);
}

/** The newcomer meets the doubles a second before it meets anybody else. */
function joinAlone(world: PowWorld, newcomer: number): void {
  const doubles = world.doubles.map((_, i) => world.honest.length + i);
  world.partition(world.honest.map(({ index }) => index).filter((index) => index !== newcomer), [newcomer, ...doubles]);
  world.start(newcomer);
  world.run(later(world, 1_000));
}

function oneThing(world: PowWorld, draw: Random, clients: PowClients, newcomer: number): void {
  switch (draw.below(9)) {
    case 0:
      return splitInTwo(world, draw);
    case 1:
      if (running(world).length >= world.honest.length - (newcomer < 0 ? 0 : 1)) world.stop(draw.pick(running(world)).index);
      return;
    case 2:
      for (const { index, isRunning } of world.honest) if (!isRunning && index !== newcomer) world.start(index);
      return;
    case 3:
      return allLosePower(world, newcomer);
    case 4:
      // Nobody mines for longer than the pace looks back.
      world.mine(false);
      world.run(later(world, draw.between(1, 600) * 1_000));
      return world.mine(true);
    case 5:
      if (running(world).length > 0) clients.spendYoung();
      return;
    case 6:
      return clients.resubmit();
    default:
      return clients.pay(draw.chance(500));
  }
}

/** Far shorter than it takes to bury a block on either side, at whatever pace blocks come just then; and before anything else happens the two come together again. */
function splitInTwo(world: PowWorld, draw: Random): void {
  const all = draw.shuffled(Array.from({ length: world.size }, (_, index) => index));
  const cut = draw.between(1, all.length - 1);
  const before = highest(world);
  world.partition(all.slice(0, cut), all.slice(cut));
  world.run(later(world, draw.between(10, 60) * 1_000), () => highest(world) >= before + SPLIT_BLOCKS_MAX);
  world.heal(world.links.conditions);
  world.run(later(world, TOGETHER_MS), () => new Set(running(world).map(({ tree }) => tree.head.key)).size <= 1);
}

const running = ({ honest }: PowWorld): readonly PowNode[] => honest.filter(({ isRunning }) => isRunning);
const highest = (world: PowWorld): number => Math.max(0, ...running(world).map(({ tree }) => tree.head.height));
const later = (world: PowWorld, ms: number): number => world.schedule.nowUs / 1000 + ms;

/** Everybody at once: what somebody had been told of is in a log. */
function allLosePower(world: PowWorld, newcomer: number): void {
  const before = world.honest.map((node) => (node.isRunning ? world.invariants.workOf(node.tree.head.block) : 0n)).reduce((most, work) => (work > most ? work : most), 0n);
  const started = world.honest.filter(({ index, isRunning }) => isRunning || index !== newcomer);
  for (const { index, isRunning } of started) if (isRunning) world.stop(index);
  for (const { index } of started) world.start(index);
  world.run(later(world, 2_000));
  const after = started.map((node) => (node.isRunning ? world.invariants.workOf(node.tree.head.block) : before));
  if (after.every((work) => work < before)) world.invariants.violate('memory', 'after a power failure nobody knows the best block any more');
}

/** The attack is over: the chain goes on, the nodes agree, every payment is final. @returns whether it got that far */
function recover(world: PowWorld, clients: PowClients): boolean {
  const now = () => Math.ceil(world.schedule.nowUs / 1000);
  world.heal();
  for (const { index, isRunning } of world.honest) if (!isRunning) world.start(index);
  clients.resubmit();
  world.run(now() + 20_000);
  world.invariants.expectSpread();
  clients.resubmit();
  const from = Math.max(...world.honest.map(({ tree }) => tree.head.height));
  const goesOn = world.run(now() + PATIENCE_MS, () => world.honest.every(({ finalHeight }) => finalHeight >= from + FINAL_AFTER_ATTACK));
  if (!goesOn) {
    if (world.invariants.violations.length === 0) world.invariants.violate('liveness', `not ${FINAL_AFTER_ATTACK} more final blocks after ${PATIENCE_MS} ms: ${world.honest.map((node) => JSON.stringify(node.status(), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).join(' ')}`);
    return false;
  }
  world.mine(false);
  world.run(now() + 60_000);
  if (world.invariants.violations.length > 0) return false;
  world.invariants.checkConverged();
  world.invariants.checkReplay();
  clients.checkFinal();
  return true;
}
