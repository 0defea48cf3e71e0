import { First1700000000000 } from './1700000000000-first';

/** In order; a published migration is never edited. */
export const migrations = [First1700000000000];
