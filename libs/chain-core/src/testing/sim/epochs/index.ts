import type { SimEngine } from '../sim-engine';
import { runEpochSeed } from './run-epoch-seed';
import type { EpochBug } from './surroundings';

const BUGS: readonly EpochBug[] = [
  'the old committee cannot finish',
  'closing blocks count as blocks',
  'a block of the next epoch may follow before its time',
  'the next epoch begins before the last block is on disk',
  'the committee before may certify too',
];

/** Committees that change, for `npm run sim -- --engine epochs`. */
export const EPOCH_SIM: SimEngine = {
  runSeed: runEpochSeed,
  mutants: BUGS.map((bug) => ({ name: bug, run: (seed) => runEpochSeed({ seed, bug }).violations })),
};
