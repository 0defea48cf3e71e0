import { First1700000000000 } from './1700000000000-first';
import { BlsKeys1764300000000 } from './1764300000000-bls-keys';

/** In order; a published migration is never edited. */
export const migrations = [First1700000000000, BlsKeys1764300000000];
