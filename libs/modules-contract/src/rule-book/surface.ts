import type { ErrorDefinition, Json, JsonObject, JsonSchema, Words } from '@bystack/chain-core/module';
import type { Params } from './call';
import type { Who } from './package';

/**
 * What the parameters of a chain add to the catalogue entry of its module: everything that forms, routes and error pages are drawn from.
 * `errors` has the shape of a module's own table and is merged with it. The rest has names of its own, because a package's command is
 * called through the module's one command: `act {command, key?, data}`, and a question as `ask {query, args}`.
 */
export interface RuleBookSurface {
  /** Which rules these are. */
  readonly package: { readonly name: string; readonly version: string; readonly title: Words };
  readonly acts: Readonly<Record<string, { readonly title: Words; readonly summary?: Words; readonly who: Who; readonly data: JsonSchema }>>;
  readonly asks: Readonly<Record<string, { readonly title: Words; readonly args: JsonSchema }>>;
  readonly records: Readonly<Record<string, { readonly title: Words; readonly states: Readonly<Record<string, { readonly title: Words }>>; readonly indexes: Readonly<Record<string, { readonly title: Words }>> }>>;
  readonly announcements: Readonly<Record<string, { readonly title: Words }>>;
  readonly errors: Readonly<Record<string, ErrorDefinition>>;
  readonly forms: readonly JsonObject[];
  readonly lookups: readonly JsonObject[];
}

function mapped<T extends object, R>(table: Readonly<Record<string, T>> | undefined, row: (entry: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(table ?? {}).map(([name, entry]) => [name, row(entry)]));
}
const titleOf = ({ title }: { readonly title: Words }): { readonly title: Words } => ({ title });

/** Plain data; safe to encode as JSON. */
export function surface({ package: book }: Params): RuleBookSurface & { readonly [key: string]: Json } {
  const answer: RuleBookSurface = {
    package: { name: book.name, version: book.version, title: book.title },
    acts: mapped(book.commands, ({ title, summary, who, data }) => ({ title, ...(summary && { summary }), who, data })),
    asks: mapped(book.queries, ({ title, args }) => ({ title, args })),
    records: mapped(book.records, ({ title, states, indexes }) => ({ title, states: mapped(states, titleOf), indexes: mapped(indexes, titleOf) })),
    announcements: mapped(book.events, titleOf),
    errors: mapped(book.errors, ({ status, words }) => ({ status, words })),
    forms: book.forms ?? [],
    lookups: book.lookups ?? [],
  };
  return answer as unknown as RuleBookSurface & { readonly [key: string]: Json };
}
