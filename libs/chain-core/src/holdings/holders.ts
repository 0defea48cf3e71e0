import type { PublicKey } from '../primitives/bytes';
import { readModuleLock } from '../protocol/module-lock';
import type { Lock } from '../protocol/transaction';

/** Who can spend an output, and when. */
export interface Holders {
  /** So many of the keys together. */
  readonly threshold: number;
  readonly keys: readonly PublicKey[];
  readonly notBeforeMs?: number;
  /** While a module in force has this space, the output is the module’s instead; NO_SPACE: never. */
  readonly space: string;
}

/** Of outputs that are locked to keys, not to a module. */
export const NO_SPACE = '';

/** @returns undefined for what nobody’s keys will ever spend */
export function holdersOf(lock: Lock): Holders | undefined {
  if (lock.kind === 'keys') {
    const { threshold, keys, notBeforeMs } = lock;
    return { threshold, keys, ...(notBeforeMs !== undefined && { notBeforeMs }), space: NO_SPACE };
  }
  const owner = lock.kind === 'module' ? readModuleLock(lock.data)?.owner : undefined;
  return owner && lock.kind === 'module' ? { threshold: 1, keys: [owner], space: lock.module } : undefined;
}
