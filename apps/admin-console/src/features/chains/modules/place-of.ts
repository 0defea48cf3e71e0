import type { ChainView, ModuleCard } from '@bystack/api';

/** A page that was made for what a module does. */
export type Place = 'records' | 'members' | 'assets';

/** Where what a module does is more at hand than in forms drawn from its schemas; undefined: nowhere. */
export function placeOf({ name, slot, surface }: ModuleCard, { assets }: Pick<ChainView, 'assets'>): Place | undefined {
  if (surface?.package !== undefined) return 'records';
  if (slot === 'identity') return 'members';
  return name === 'fee' && assets === 'enabled' ? 'assets' : undefined;
}
