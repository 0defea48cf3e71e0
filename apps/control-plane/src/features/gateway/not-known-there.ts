import type { ModuleCard } from '@bystack/api';
import { problemError, tellingAlso, type ProblemError } from '../../platform/errors';
import type { Modules } from '../modules';

interface Asked {
  readonly module: string;
  readonly command?: string;
  readonly query?: string;
}

/** UNKNOWN_COMMAND or UNKNOWN_QUERY; of a module that another one stands in the place of on this chain, with which. @param cards of those in force */
export function notKnownThere(asked: Asked, cards: readonly ModuleCard[], modules: Modules): ProblemError {
  const { module, command, query } = asked;
  const isInForce = cards.some(({ name }) => name === module);
  const refused = command === undefined ? problemError('UNKNOWN_QUERY', { facts: { module, query: query ?? '' } }) : problemError('UNKNOWN_COMMAND', { facts: { module, command }, field: isInForce ? '/command' : '/module' });
  const slot = isInForce ? undefined : modules.moduleNamed(module)?.slot;
  const inItsPlace = cards.find((card) => card.slot === slot);
  return slot === undefined || inItsPlace === undefined ? refused : tellingAlso(refused, 'inItsPlace', inItsPlace.name);
}
