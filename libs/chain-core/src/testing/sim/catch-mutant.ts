import type { Mutant, Violation } from './sim-engine';

/** The first seed that shows a planted bug, and what noticed it. */
export interface Caught {
  readonly seed: number;
  readonly violation: Violation;
}

/** Runs `firstSeed` (one that caught the bug before), then seeds from 1 on, until an invariant notices the bug. @returns undefined when none of `seedsMax` did. */
export async function catchMutant(mutant: Mutant, seedsMax: number, firstSeed?: number): Promise<Caught | undefined> {
  for (let seed = firstSeed === undefined ? 1 : 0; seed <= seedsMax; seed += 1) {
    const tried = seed === 0 ? firstSeed! : seed;
    const [violation] = await mutant.run(tried);
    if (violation !== undefined) return { seed: tried, violation };
  }
  return undefined;
}
