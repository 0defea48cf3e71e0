import { canonicalText, refuse, type Json, type JsonObject, type ModuleContext } from '@bystack/chain-core/module';
import type { Params } from './call';
import { compiledPackage, type CompiledPackage, type CompiledQuery } from './compiled-package';
import { callFunction, STANDARD_1 } from './functions';
import { LIMITS } from './limits';
import type { StoredRecord } from './package';
import { findRecords, readHistory, readRecord } from './records';

type Context = ModuleContext<Params>;
export interface Page {
  readonly limit?: number;
  readonly before?: number;
}

const asJson = (value: unknown): Json => value as Json;

/** Newest first, with the `before` that asks for the next page (or null). */
function page(records: readonly StoredRecord[], limit: number): Json {
  return asJson({ records, next: records.length < limit ? null : records[records.length - 1]!.sequence });
}

/** Brings what somebody looks for into the form that is indexed. Refuses INDEX_UNKNOWN. */
function lookupText(book: CompiledPackage, type: string, index: string, value: string): string {
  const rule = book.indexes(type).find(({ name }) => name === index)?.rule;
  if (rule === undefined) return refuse('INDEX_UNKNOWN', { path: '/index', type, index });
  return rule.lookup === undefined ? value : (callFunction(rule.lookup, STANDARD_1[rule.lookup]!, [value]) as string);
}

export function record(context: Context, { type, key }: { type: string; key: string }): Json {
  compiledPackage(context.params.package).indexes(type);
  return asJson(readRecord(context.state, type, key) ?? null);
}

export function records(context: Context, { type, limit = LIMITS.pageMax, before }: { type: string } & Page): Json {
  compiledPackage(context.params.package).indexes(type);
  return page(findRecords(context.state, type, '', '', { limit, before }), limit);
}

export function find(context: Context, { type, index, value, limit = LIMITS.pageMax, before }: { type: string; index: string; value: string } & Page): Json {
  const text = lookupText(compiledPackage(context.params.package), type, index, value);
  return page(findRecords(context.state, type, index, text, { limit, before }), limit);
}

export function history(context: Context, { type, key }: { type: string; key: string }): Json {
  compiledPackage(context.params.package).indexes(type);
  const now = readRecord(context.state, type, key);
  return asJson({ versions: now === undefined ? [] : [...readHistory(context.state, type, key, LIMITS.pageMax), now] });
}

/** The rules themselves: what the chain holds, not what anybody says it holds. */
export function rules(context: Context): Json {
  return asJson(context.params.package);
}

/** A query the package defines. Refuses QUERY_UNKNOWN, ARGUMENTS_INVALID. */
export function ask(context: Context, { query: name, args = {} }: { query: string; args?: JsonObject }): Json {
  const book = compiledPackage(context.params.package);
  const query = book.query(name);
  const problem = query.validate(args);
  if (problem !== undefined) refuse('ARGUMENTS_INVALID', { path: `/args${problem.path}`, reason: problem.reason });
  return book.rules.within(() => {
    const found = foundBy(context, book, query, args);
    return asJson({ records: found, ...(query.follow === undefined ? {} : { linked: linkedFrom(context, book, query, args, found) }) });
  });
}

function foundBy(context: Context, book: CompiledPackage, query: CompiledQuery, args: JsonObject): StoredRecord[] {
  const { get, find: search } = query.rule;
  if (get !== undefined) {
    const key = query.key!({ args });
    const one = typeof key === 'string' ? readRecord(context.state, get.record, key) : undefined;
    return one === undefined ? [] : [one];
  }
  const value = query.value!({ args });
  if (typeof value !== 'string') return [];
  return findRecords(context.state, search!.record, search!.index, lookupText(book, search!.record, search!.index, value), { limit: LIMITS.pageMax });
}

/** One hop further, each value once, in the order in which the records name them. */
function linkedFrom(context: Context, book: CompiledPackage, query: CompiledQuery, args: JsonObject, found: readonly StoredRecord[]): Json {
  const type = query.rule.find?.record ?? query.rule.get!.record;
  const { index } = query.rule.follow!;
  const values = new Set<string>();
  for (const one of found) {
    const linked = query.follow!({ args, record: one.data }) ?? [];
    for (const value of Array.isArray(linked) ? linked : [linked]) if (typeof value === 'string') values.add(lookupText(book, type, index, value));
  }
  const known = new Set(found.map((one) => canonicalText([one.type, one.key])));
  return asJson([...values].slice(0, LIMITS.followedMax).map((value) => ({
    value,
    records: findRecords(context.state, type, index, value, { limit: LIMITS.pageMax }).filter((one) => !known.has(canonicalText([one.type, one.key]))),
  })));
}
