import type { ModuleCard } from '@bystack/api';
import { moduleIdOf, moduleType } from './module-type';
import { block, field } from './schema-type';

/**
 * A file with one interface: what modules take, answer and tell, by NAME@VERSION. The same cards come to the same text, in whatever order they are given.
 * @param head what stands above all, as lines of comment
 * @throws with the module and the piece of it that no type can be written for
 */
export function modulesFile(cards: readonly ModuleCard[], head: string): string {
  const byId = [...new Map(cards.map((card) => [moduleIdOf(card), card]))].sort(([a], [b]) => (a < b ? -1 : 1));
  const types = block(byId.map(([id, card]) => field(id, moduleType(card), `${card.title.en}. ${card.summary.en}`)));
  const needed = ['Json', 'JsonObject'].filter((type) => new RegExp(`: (readonly )?${type}\\b`).test(types));
  return [
    head,
    ...(needed.length === 0 ? [] : [`import type { ${needed.join(', ')} } from '@bystack/api';`, '']),
    '/** What modules take, answer and tell, by NAME@VERSION. Declare more of them in it to add your own. */',
    `export interface ModuleTypes ${types}`,
    '',
  ].join('\n');
}
