import type { ModuleCard } from '@bystack/api';
import { docComment } from './doc-comment';
import { moduleIdOf, moduleType } from './module-type';
import { block, field } from './schema-type';

/**
 * What modules take, answer and tell, by NAME@VERSION, as one interface. The same cards come to the same text, in whatever order they are given.
 * @throws CannotType, with the module and the piece of it
 */
export function modulesInterface(cards: readonly ModuleCard[], words: string): string {
  const byId = [...new Map(cards.map((card) => [moduleIdOf(card), card]))].sort(([a], [b]) => (a < b ? -1 : 1));
  return exported('ModuleTypes', block(byId.map(([id, card]) => field(id, moduleType(card), `${card.title.en}. ${card.summary.en}`))), words);
}

export function exported(name: string, type: string, words: string): string {
  return [...docComment(words), `export interface ${name} ${type}`].join('\n');
}

/** A file of interfaces, with what they need of others. @param head what stands above all, as lines of comment @param library that has the types of JSON, where the file will be */
export function typesFile(head: string, interfaces: readonly string[], library: '@bystack/api' | '@bystack/sdk'): string {
  const needed = ['Json', 'JsonObject'].filter((type) => new RegExp(`: (readonly )?${type}\\b`).test(interfaces.join('\n')));
  const imports = needed.length === 0 ? [] : [`import type { ${needed.join(', ')} } from '${library}';`, ''];
  return [head, ...imports, interfaces.join('\n\n'), ''].join('\n');
}
