import type { Json, JsonObject, JsonSchema, Words } from '@bystack/chain-core/module';
import type { Params } from './act';
import type { ErrorWords, Who } from './package';

/** What the parameters of a chain add to the catalogue entry of its module: everything that forms, routes and error pages are drawn from. */
export interface RuleBookSurface {
  readonly commands: readonly { readonly name: string; readonly title: Words; readonly summary?: Words; readonly who: Who; readonly data: JsonSchema }[];
  readonly queries: readonly { readonly name: string; readonly title: Words; readonly args: JsonSchema }[];
  readonly records: readonly { readonly name: string; readonly title: Words; readonly states: readonly { readonly name: string; readonly title: Words }[]; readonly indexes: readonly { readonly name: string; readonly title: Words }[] }[];
  readonly events: readonly { readonly name: string; readonly title: Words }[];
  readonly errors: readonly ({ readonly code: string } & ErrorWords)[];
  readonly forms: readonly JsonObject[];
  readonly lookups: readonly JsonObject[];
}

function listed<T extends object, R>(table: Readonly<Record<string, T>> | undefined, row: (name: string, entry: T) => R): R[] {
  return Object.entries(table ?? {}).map(([name, entry]) => row(name, entry));
}

/** Plain data; safe to encode as JSON. A command is called as `act {command, key?, data}`, a query asked as `ask {query, args}`. */
export function surface({ package: book }: Params): RuleBookSurface & { readonly [key: string]: Json } {
  const answer: RuleBookSurface = {
    commands: listed(book.commands, (name, { title, summary, who, data }) => ({ name, title, ...(summary && { summary }), who, data })),
    queries: listed(book.queries, (name, { title, args }) => ({ name, title, args })),
    records: listed(book.records, (name, { title, states, indexes }) => ({
      name,
      title,
      states: listed(states, (state, words) => ({ name: state, title: words.title })),
      indexes: listed(indexes, (index, words) => ({ name: index, title: words.title })),
    })),
    events: listed(book.events, (name, { title }) => ({ name, title })),
    errors: listed(book.errors, (code, { status, words }) => ({ code, status, words })),
    forms: book.forms ?? [],
    lookups: book.lookups ?? [],
  };
  return answer as unknown as RuleBookSurface & { readonly [key: string]: Json };
}
