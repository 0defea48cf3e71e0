import type { Json } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../platform/queries';
import { useWords } from '../../platform/texts';

interface Vocabulary {
  /** What a call asks for, e.g. `Rule book: capture` or `Register my name`. */
  command(module: string, command: string, payload: Json): string;
  /** What an event says, e.g. `A record was made`. */
  event(module: string, name: string): string;
}

/** The chain's own words for its commands and events, from the cards of its modules. */
export function useVocabulary(chainId: string): Vocabulary {
  const words = useWords();
  const cards = useQuery(queries.commands(chainId)).data ?? [];
  const cardOf = (module: string) => cards.find((card) => card.name === module);
  return {
    command(module, command, payload) {
      const card = cardOf(module);
      // A module that carries commands of its own inside one command names them in the payload.
      const inner = typeof payload === 'object' && payload !== null && 'command' in payload ? payload.command : undefined;
      if (typeof inner === 'string') return `${words(card?.title, module)}: ${inner}`;
      return words(card?.commands.find((each) => each.name === command)?.title, `${module} · ${command}`);
    },
    event: (module, name) => words(cardOf(module)?.events.find((each) => each.name === name)?.title, `${module} · ${name}`),
  };
}
