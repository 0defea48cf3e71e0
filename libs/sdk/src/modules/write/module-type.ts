import type { JsonObject, ModuleCard } from '@bystack/api';
import { CannotType } from './read-schema';
import { block, field, schemaType } from './schema-type';

interface Named {
  readonly name: string;
  readonly title: { readonly en: string };
}

/** The type of what one version of a module takes, answers and tells, to be found under its id. @throws CannotType, with the module and the piece of it */
export function moduleType(card: ModuleCard): string {
  const typed = (what: string, schema: JsonObject): string => {
    try {
      return schemaType(schema);
    } catch (error) {
      throw error instanceof CannotType ? new CannotType(error.place, error.reason, `${what} (${moduleIdOf(card)})`) : error;
    }
  };
  const table = <T extends Named>(rows: readonly T[], type: (row: T) => string): string => block([...rows].sort(byName).map((row) => field(row.name, type(row), `${row.title.en}.`)));
  return block([
    field('params', typed('its parameters', card.params)),
    field('commands', table(card.commands, ({ name, payload }) => typed(`the payload of ${name}`, payload))),
    field(
      'queries',
      table(card.queries, ({ name, args, result }) =>
        block([field('args', typed(`the arguments of ${name}`, args)), field('answer', result === undefined ? 'Json' : typed(`the answer of ${name}`, result))]),
      ),
    ),
    field('events', table(card.events, ({ name, data }) => typed(`the data of ${name}`, data))),
  ]);
}

export const moduleIdOf = ({ name, version }: ModuleCard): string => `${name}@${version}`;

function byName(a: Named, b: Named): number {
  return a.name < b.name ? -1 : 1;
}
