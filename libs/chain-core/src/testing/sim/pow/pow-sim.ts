import type { SimEngine } from '../sim-engine';
import { POW_MUTANTS } from './pow-mutants';
import { runPowSeed } from './run-pow-seed';

export const POW_SIM: SimEngine = { runSeed: runPowSeed, mutants: POW_MUTANTS };
