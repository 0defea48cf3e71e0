import type { Mutant, Violation } from './sim-engine';

/** The first seed that shows a planted bug, and what noticed it. */
export interface Caught {
  readonly seed: number;
  readonly violation: Violation;
}

/** Runs seeds from 1 on until an invariant notices the bug. @returns undefined when none of `seedsMax` did. */
export function catchMutant(mutant: Mutant, seedsMax: number): Caught | undefined {
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const [violation] = mutant.run(seed);
    if (violation !== undefined) return { seed, violation };
  }
  return undefined;
}
