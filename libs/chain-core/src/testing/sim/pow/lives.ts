import type { PowParameters } from '../../../protocol/genesis';
import type { Random } from '../random';
import type { PowHabits } from './habits';
import type { PowClients } from './pow-clients';
import { type MakeDouble, PowWorld } from './pow-world';
import { PROMISED, simGenesis } from './promise';
import type { Broken } from './run-pow-seed';

/** A chain that is final sooner than the one that is attacked: who does the work here is honest, and what matters is what becomes of final blocks. */
export const SHALLOW = { finalDepth: 5, hashesPerMs: PROMISED.initialWork / PROMISED.targetSpacingMs } as const;
const FINAL_AT_THE_END = 5;

export interface Life {
  readonly draw: Random;
  readonly honest: readonly PowHabits[];
  readonly doubles?: readonly MakeDouble[];
  readonly broken: Broken;
}

/** A world on such a chain, whose honest nodes share the hash rate. */
export function lifeOf(seed: number, { draw, honest, doubles, broken }: Life): PowWorld {
  const parameters: Partial<PowParameters> = { finalDepth: SHALLOW.finalDepth, ...broken.parameters };
  const world = new PowWorld({ seed, genesis: simGenesis(seed, parameters), honest: broken.rules ? honest.map((habits) => ({ ...habits, rules: broken.rules! })) : honest, ...(doubles && { doubles }) });
  for (const node of world.honest) node.hashesPerMs = Math.floor((SHALLOW.hashesPerMs * draw.between(70, 150)) / honest.length / 100);
  return world;
}

export const nowMs = (world: PowWorld): number => Math.ceil(world.schedule.nowUs / 1000);

export const TIMES = {
  /** Many times what the blocks of one part of a life take on average. */
  lifeMs: 60 * PROMISED.targetSpacingMs,
  /** More blocks become final for all, then it is quiet, and all agree. @returns whether it got that far */
  async goOn(world: PowWorld, clients?: PowClients): Promise<boolean> {
    const from = Math.max(...world.honest.map(({ tree }) => tree.head.height));
    clients?.resubmit();
    if (!(await world.pass(nowMs(world) + TIMES.lifeMs, () => world.honest.every(({ finalHeight }) => finalHeight >= from + FINAL_AT_THE_END)))) {
      if (world.violations.length === 0) world.invariants.violate('liveness', `not ${FINAL_AT_THE_END} more final blocks after ${from}: ${world.honest.map(({ finalHeight }) => finalHeight).join()}`);
      return false;
    }
    world.mine(false);
    await world.pass(nowMs(world) + 60_000);
    if (world.violations.length > 0) return false;
    world.invariants.checkConverged();
    world.invariants.checkReplay();
    clients?.checkFinal();
    return true;
  },
} as const;
