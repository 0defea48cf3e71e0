import { Random } from '../random';
import type { SeedOptions, SeedResult } from '../sim-engine';
import { falseBrancher, STATE_LIARS, type Told } from './byzantine';
import type { PowHabits } from './habits';
import { lifeOf, nowMs, SHALLOW, TIMES } from './lives';
import { PowClients } from './pow-clients';
import type { MakeDouble, PowWorld } from './pow-world';
import type { Broken } from './run-pow-seed';

/** So many blocks at most, and their transactions, are kept by nodes that prune. */
const KEEP_MAX = 6;
/** From a state on it is level with the others: headers, parts and blocks, with liars that fall silent on the way. */
const JOINED_WITHIN_MS = 600_000;
const CRASHES_MAX = 2;
/** So many questions to one liar may be taken back before it has lied or was silent for too long: who asked crashes, or needs the answer no more. */
const TAKEN_BACK_MAX = 8;

/**
 * A chain whose nodes have all forgotten its first blocks. One that is new, and perhaps one that was away for longer than the others keep blocks, can only take a whole state, among
 * liars, and through crashes: it has the same state as the others, the guilty are dropped, and all go on.
 */
export async function runJoinSeed({ seed, nodes }: SeedOptions, broken: Broken = {}): Promise<SeedResult> {
  const draw = new Random(seed, 2);
  const honest = nodes ?? draw.between(3, 4);
  const keepBlocks = () => draw.between(2, KEEP_MAX);
  const liars = chooseLiars(draw, keepBlocks());
  const habitsOf = (index: number): PowHabits => ({ clockAheadMs: draw.between(0, 1_000), sync: { keepBlocks: index === honest - 1 && draw.chance(500) ? undefined : keepBlocks() }, ...broken.habits });
  const world = lifeOf(seed, { draw, honest: Array.from({ length: honest }, (_, index) => habitsOf(index)), doubles: liars.map(({ make }) => make), broken });
  const clients = new PowClients(world);
  const isFinished = await live(world, draw, clients);
  const isSafe = world.violations.length === 0;
  if (isFinished && isSafe) for (const [i, { name, told }] of liars.entries()) if (told.forged > TAKEN_BACK_MAX && !world.guilty.has(honest + i)) world.invariants.violate('the guilty', `one that ${name} was asked ${told.forged} times and never dropped`);
  return { seed, violations: world.violations, isFinished, traceHash: world.trace.digest() };
}

interface Liar {
  readonly name: string;
  readonly told: Told;
  readonly make: MakeDouble;
}

/** Up to two; one with a chain of its own has all the dishonest hash rate. */
function chooseLiars(draw: Random, keepBlocks: number): readonly Liar[] {
  const names = draw.shuffled(Object.keys(STATE_LIARS)).slice(0, draw.below(3));
  const liars = names.map((name) => {
    const told = { forged: 0 };
    return { name, told, make: STATE_LIARS[name]!(told, keepBlocks) };
  });
  return draw.chance(300) ? [...liars.slice(0, 1), { name: 'has a chain of its own', told: { forged: 0 }, make: falseBrancher(SHALLOW.hashesPerMs / 5, keepBlocks) }] : liars;
}

/** @returns whether all got as far as they should */
async function live(world: PowWorld, draw: Random, clients: PowClients): Promise<boolean> {
  const newcomer = world.honest.length - 1;
  const absent = draw.chance(500) ? 0 : undefined;
  for (const { index } of world.honest) if (index !== newcomer) world.start(index);
  for (let i = 0; i < 3; i += 1) clients.pay(false);
  const others = world.honest.filter(({ index }) => index !== newcomer && index !== absent);
  const leavesAt = draw.below(3);
  if (absent !== undefined && (await world.pass(TIMES.lifeMs, () => world.honest[absent]!.finalHeight >= leavesAt))) world.stop(absent);
  if (!(await world.pass(nowMs(world) + TIMES.lifeMs, () => others.every(({ disk }) => disk.keptFrom > 4)))) return false;
  const late = [newcomer, ...(absent === undefined ? [] : [absent])];
  for (const index of late) world.start(index);
  for (let crashes = draw.below(CRASHES_MAX + 1); crashes > 0; crashes -= 1) {
    await world.pass(nowMs(world) + draw.below(20_000));
    const index = draw.pick(late);
    if (!world.honest[index]!.isRunning) continue;
    world.stop(index);
    world.start(index);
  }
  clients.resubmit();
  const from = Math.max(...others.map(({ finalHeight }) => finalHeight));
  const untilMs = nowMs(world) + JOINED_WITHIN_MS;
  const areLevel = () => world.honest.every(({ finalHeight }) => finalHeight > from);
  // Told to keep everything, and with final blocks of its own, one takes no state by itself.
  if (await world.pass(untilMs, () => areLevel() || world.honest[newcomer]!.isStuck) && !areLevel()) world.honest[newcomer]!.prune(KEEP_MAX);
  const isLevel = await world.pass(untilMs, areLevel);
  if (!isLevel && world.violations.length === 0) world.invariants.violate('joining', `nodes ${late.join()} are at ${late.map((index) => world.honest[index]!.finalHeight).join()} of ${from}, ${JOINED_WITHIN_MS} ms after they came`);
  return isLevel && TIMES.goOn(world, clients);
}
