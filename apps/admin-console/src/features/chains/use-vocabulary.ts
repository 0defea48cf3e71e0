import { objectOf, type Json, type ModuleCard, type Words } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../platform/queries';
import { useWords } from '../../platform/texts';
import { withRecordTitles } from './said/record-titles';
import { type Fields, fieldsIn } from './said/said-rows';
import { useRulesThen } from './use-rules-then';

interface Vocabulary {
  /** What a call asks for, e.g. `Record events` or `Register my name`. */
  command(module: string, command: string, payload: Json): string;
  /** What an event says, e.g. `A record was made`. */
  event(module: string, name: string, data: Json): string;
  /** What the fields of an event are called. */
  eventFields(module: string, name: string): Fields;
  /** What a module is called. @param space of its stores, NAME or NAME~CHANGE */
  module(space: string): string;
}

/** A title under `surface`: the words of a package inside a module. */
function inside(card: ModuleCard | undefined, kind: 'acts' | 'announcements', name: Json | undefined): Words | undefined {
  if (typeof name !== 'string') return undefined;
  const title = objectOf(objectOf(objectOf(card?.surface?.[kind])[name]).title);
  return typeof title.en === 'string' && typeof title.zh === 'string' ? { en: title.en, zh: title.zh } : undefined;
}

/**
 * The chain's own words for its commands and events, from the cards of its modules.
 * @param height of a block: the words of the modules it was made under; left out: of those in force
 */
export function useVocabulary(chainId: string, height?: number): Vocabulary {
  const words = useWords();
  const then = useRulesThen(chainId, height);
  const cards = useQuery({ ...queries.commands(chainId, then?.set), enabled: then !== undefined }).data ?? [];
  const kernel = useQuery(queries.kernel()).data;
  const cardOf = (module: string) => cards.find((card) => card.name === module) ?? (kernel?.name === module ? kernel : undefined);
  const eventOf = (module: string, name: string) => cardOf(module)?.events.find((each) => each.name === name);
  return {
    command(module, command, payload) {
      const card = cardOf(module);
      const own = inside(card, 'acts', objectOf(payload).command);
      return words(own ?? card?.commands.find((each) => each.name === command)?.title, `${module} · ${command}`);
    },
    module(space) {
      const [name = space] = space.split('~');
      return words(cardOf(name)?.title, name);
    },
    event(module, name, data) {
      // An event of a package's own names itself.
      return words(inside(cardOf(module), 'announcements', objectOf(data).event) ?? eventOf(module, name)?.title, `${module} · ${name}`);
    },
    eventFields: (module, name) => withRecordTitles(fieldsIn(eventOf(module, name)?.data ?? {}), cardOf(module)),
  };
}
