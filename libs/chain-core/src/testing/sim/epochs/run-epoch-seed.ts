import type { SeedOptions, SeedResult } from '../sim-engine';
import { EpochWorld } from './epoch-world';
import type { EpochBug } from './surroundings';

const ATTACK_MS = 10_000;
const FINAL_WITHIN_MS = 10_000;
const BLOCKS_AFTER = 10;

export interface EpochSeedResult extends SeedResult {
  readonly finalHeight: number;
  /** Last blocks, on some machine, that were made final by a closing block. */
  readonly closed: number;
  readonly blamed: number;
  readonly hardships: readonly string[];
}

/** One simulated life: committees change while machines lose power and links break; then all is repaired and the chain must go through all its epochs. */
export function runEpochSeed({ seed, bug }: SeedOptions & { readonly bug?: EpochBug }): EpochSeedResult {
  const world = new EpochWorld(seed, bug);
  world.start();
  world.powerLossPermille = world.random.pick([0, 10, 30, 60]);
  attack(world);
  const isFinished = recover(world);
  const { violations, finalHeight, closed, blamed } = world.invariants;
  return { seed, violations, isFinished, traceHash: world.trace.digest(), finalHeight, closed, blamed, hardships: world.hardships };
}

function attack(world: EpochWorld): void {
  const { random, links, plan } = world;
  const machines = Array.from({ length: plan.machines }, (_, machine) => machine);
  for (let transaction = 1; world.nowMs < ATTACK_MS && world.invariants.violations.length === 0; ) {
    const step = random.below(12);
    if (step < 6) world.submit((transaction += 1));
    else if (step === 6) links.conditions = { ...links.conditions, lossPermille: random.pick([0, 0, 50, 200, 400]), delayUsMax: random.pick([5_000, 50_000, 600_000]) };
    else if (step === 7) links.partition(machines.map(() => random.below(2)));
    else if (step === 8) links.partition(undefined);
    else if (step === 9) for (const machine of machines) if (random.chance(250)) world.stop(machine);
    if (step >= 10) for (const machine of machines) if (machine !== world.lateJoiner) world.restart(machine);
    world.run(world.nowMs + random.pick([1, 5, 20, 100, 400, 800]));
  }
}

/** From now on every transaction is final on every honest machine within the promised time, in whatever epoch. */
function recover(world: EpochWorld): boolean {
  for (let machine = 0; machine < world.plan.machines; machine += 1) world.restart(machine);
  world.heal();
  const lastHeight = Math.max(...world.plan.epochs.map((epoch) => epoch.lastHeight).filter(Number.isFinite));
  for (let block = 0; block < BLOCKS_AFTER || world.invariants.finalHeight <= lastHeight; block += 1) {
    const transaction = 1_000_000 + block;
    world.submit(transaction);
    const isFinal = (): boolean => world.honest.every((machine) => machine.isFinal(transaction));
    if (world.run(world.nowMs + FINAL_WITHIN_MS, isFinal)) continue;
    const where = world.machines.map((machine) => machine.describe()).join(' ');
    if (world.invariants.violations.length === 0) world.invariants.violate('liveness', `transaction ${transaction} is not final after ${FINAL_WITHIN_MS} ms; ${where}`);
    return false;
  }
  return world.invariants.violations.length === 0;
}
