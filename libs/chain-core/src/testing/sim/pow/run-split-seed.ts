import { Random } from '../random';
import type { SeedOptions, SeedResult } from '../sim-engine';
import type { PowHabits } from './habits';
import { lifeOf, nowMs, TIMES } from './lives';
import type { PowNode } from './pow-node';
import type { PowWorld } from './pow-world';
import type { Broken } from './run-pow-seed';

const KEEP_MAX = 6;
/** Once the two sides hear each other again, whoever has less work says so before long. */
const SAID_WITHIN_MS = 90_000;

/**
 * Two groups of nodes are cut off from each other until blocks are final on either side that the other one has not. When they hear each other again those with less work say so, and stay where they
 * are; each is let to follow the others, forgets what only it had, and has the chain of the others.
 */
export async function runSplitSeed({ seed, nodes }: SeedOptions, broken: Broken = {}): Promise<SeedResult> {
  const draw = new Random(seed, 3);
  const honest = nodes ?? draw.between(2, 5);
  const habitsOf = (): PowHabits => ({ clockAheadMs: draw.between(0, 1_000), sync: { keepBlocks: draw.chance(500) ? draw.between(2, KEEP_MAX) : undefined }, ...broken.habits });
  const world = lifeOf(seed, { draw, honest: Array.from({ length: honest }, habitsOf), broken });
  const isFinished = await live(world, draw);
  return { seed, violations: world.violations, isFinished, traceHash: world.trace.digest() };
}

async function live(world: PowWorld, draw: Random): Promise<boolean> {
  const { honest, invariants } = world;
  for (const { index } of honest) world.start(index);
  const common = draw.between(0, 4);
  if (!(await world.pass(TIMES.lifeMs, () => honest.every(({ finalHeight }) => finalHeight >= common)))) return false;
  const all = draw.shuffled(honest.map(({ index }) => index));
  const cut = draw.between(1, all.length - 1);
  const [some, rest] = [all.slice(0, cut), all.slice(cut)];
  const before = Math.max(...honest.map(({ tree }) => tree.head.height));
  world.cut(some, rest);
  invariants.goApart(some);
  // What is final above was found on one side alone; with a part of the hash rate it takes as many times as long.
  if (!(await world.pass(nowMs(world) + honest.length * TIMES.lifeMs, () => honest.every(({ finalHeight }) => finalHeight > before)))) return false;
  world.heal();
  if (!(await apartSaySo(world, { some, rest }))) return false;
  if (draw.chance(300)) await restartOne(world, draw);
  for (const node of honest) if (invariants.isApart(node) && !follow(world, node)) return false;
  return TIMES.goOn(world);
}

/** Those with less work, whichever they are, say so; and those with more do not. */
async function apartSaySo(world: PowWorld, { some, rest }: { readonly some: readonly number[]; readonly rest: readonly number[] }): Promise<boolean> {
  const { honest, invariants } = world;
  const heaviest = honest.reduce((best, node) => (invariants.workOf(node.tree.head.block) > invariants.workOf(best.tree.head.block) ? node : best));
  if (some.includes(heaviest.index)) invariants.theRestIsApart(rest);
  const haveSaid = () => honest.every((node) => !invariants.isApart(node) || node.split !== undefined);
  await world.pass(nowMs(world) + SAID_WITHIN_MS, haveSaid);
  if (!haveSaid() && world.violations.length === 0) invariants.violate('unsaid', `nodes ${honest.filter((node) => invariants.isApart(node) && node.split === undefined).map(({ index }) => index).join()} have final blocks that the others lack, and do not say so`);
  return world.violations.length === 0;
}

/** What it said is not on its disk: it hears again, and says so again. */
async function restartOne(world: PowWorld, draw: Random): Promise<void> {
  const node = draw.pick(world.honest.filter((each) => world.invariants.isApart(each)));
  world.stop(node.index);
  world.start(node.index);
  await world.pass(nowMs(world) + SAID_WITHIN_MS, () => node.split !== undefined);
}

/** Somebody lets it follow the others, and says which block it said. @returns whether what it says is right */
function follow(world: PowWorld, node: PowNode): boolean {
  const { invariants } = world;
  const fork = invariants.forkOf(node);
  const view = node.split?.view;
  if (view === undefined) invariants.violate('unsaid', `node ${node.index} does not say so any more after a restart`);
  else if (view.forkHeight !== fork || view.blocks !== node.finalHeight - fork) invariants.violate('what is forgotten', `node ${node.index} says it would forget ${view.blocks} blocks after ${view.forkHeight}, and has ${node.finalHeight - fork} after ${fork}`);
  if (view === undefined || world.violations.length > 0) return false;
  invariants.comesBack(node);
  node.rejoin(view.forkHeight);
  return true;
}
