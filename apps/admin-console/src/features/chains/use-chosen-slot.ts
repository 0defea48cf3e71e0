import type { ModuleCard, SlotChoice, SlotName } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../platform/queries';
import { useWords } from '../../platform/texts';
import type { FilledSlot } from './slots-table';

interface ChosenSlot {
  readonly filled: FilledSlot;
  /** undefined: the catalogue has no such module, or has not come yet. */
  readonly card: ModuleCard | undefined;
}

/** A choice for a slot, as the catalogue calls it. */
export function useChosenSlot(): (slot: SlotName, choice: SlotChoice) => ChosenSlot {
  const words = useWords();
  const { data: cards = [] } = useQuery(queries.modules());
  return (slot, { module, version }) => {
    const card = cards.find((each) => each.name === module && each.version === version);
    return { card, filled: { slot, module: `${module} ${version}`, title: words(card?.title, module), summary: words(card?.summary) } };
  };
}
