import { PLANTED_BUGS } from './planted-bugs';
import { runSeed } from './run-seed';
import type { SimEngine } from './sim-engine';
import { TWINS } from './twins/run-twins-case';

/** The `bft` engine in virtual time. */
export const BFT_SIM: SimEngine = {
  runSeed,
  twins: TWINS,
  mutants: PLANTED_BUGS.map(({ name, ...planted }) => ({
    name,
    run: (seed) => runSeed({ seed, ...planted }).violations,
  })),
};
