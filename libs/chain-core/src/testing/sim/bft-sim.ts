import { PLANTED_BUGS } from './planted-bugs';
import { runSeed } from './run-seed';
import type { SimEngine } from './sim-engine';

/** The `bft` engine in virtual time. */
export const BFT_SIM: SimEngine = {
  runSeed,
  mutants: PLANTED_BUGS.map(({ name, rules, habits, keys }) => ({
    name,
    run: (seed) => runSeed({ seed, ...(rules && { rules }), ...(habits && { habits }), ...(keys && { keys }) }).violations,
  })),
};
