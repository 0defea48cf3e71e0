import type { SimEngine } from '../sim-engine';
import { POW_MUTANTS, SPLIT_MUTANTS } from './pow-mutants';
import { runJoinSeed } from './run-join-seed';
import { runPowSeed } from './run-pow-seed';
import { runSplitSeed } from './run-split-seed';

/** Nodes under attack on a chain that is final late enough for that. */
export const POW_SIM: SimEngine = { runSeed: runPowSeed, mutants: POW_MUTANTS };
/** Nodes that join by a whole state. */
export const POW_JOIN_SIM: SimEngine = { runSeed: runJoinSeed, mutants: [] };
/** Nodes that were cut off from each other for too long. */
export const POW_SPLIT_SIM: SimEngine = { runSeed: runSplitSeed, mutants: SPLIT_MUTANTS };
