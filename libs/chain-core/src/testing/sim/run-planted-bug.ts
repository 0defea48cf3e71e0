import type { Violation } from './invariants';
import type { PlantedBug } from './planted-bugs';
import { runSeed } from './run-seed';

export interface Caught {
  readonly bug: string;
  /** The first seed that shows the bug, and how; undefined: none did. */
  readonly seed: number | undefined;
  readonly violation: Violation | undefined;
  readonly seedsRun: number;
}

/** Runs seeds from 1 on until an invariant notices the bug. */
export function runPlantedBug(bug: PlantedBug, seedsMax: number): Caught {
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const { violations } = runSeed({ seed, ...(bug.rules && { rules: bug.rules }), ...(bug.habits && { habits: bug.habits }) });
    if (violations.length > 0) return { bug: bug.name, seed, violation: violations[0], seedsRun: seed };
  }
  return { bug: bug.name, seed: undefined, violation: undefined, seedsRun: seedsMax };
}
