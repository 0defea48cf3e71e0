import type { ModuleCard, SlotChoice, SlotName } from '@bystack/api';

/** 1.10.0 is above 1.9.0. */
const isNewer = (a: string, b: string): boolean => a.localeCompare(b, 'en', { numeric: true }) > 0;

/** What a new chain may take for a slot: of each module the newest version, and what is chosen already. Older versions are kept for chains that have them. */
export function offeredIn(cards: readonly ModuleCard[], slot: SlotName, chosen: SlotChoice): readonly ModuleCard[] {
  const here = cards.filter((card) => card.slot === slot);
  const isOutdated = ({ name, version }: ModuleCard) => here.some((other) => other.name === name && isNewer(other.version, version));
  return here.filter((card) => !isOutdated(card) || (card.name === chosen.module && card.version === chosen.version));
}
