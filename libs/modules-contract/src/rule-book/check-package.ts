import { canonicalText, Refusal, refuse, type Json, type JsonObject } from '@bystack/chain-core/module';
import { CompiledPackage, isObject, type RuleWords } from './compiled-package';
import { STANDARD_1 } from './functions';
import { LIMITS } from './limits';
import type { CommandRule, EffectRule, QueryRule, RecordMigration, RecordType, RulePackage } from './package';
import { PACKAGE_PARTS, PACKAGE_SHAPE } from './package-shape';
import { pointerStep } from './schema/check-data';
import { compileSchema, type Validator } from './schema/compile-schema';

let shape: Validator | undefined;

/**
 * Says whether a package may be published: its shape, its size, that everything it names is there, that its schemas, patterns and rules
 * can be worked off in bounded time. Refuses with `{path, reason}`, the path being a JSON pointer into the package (below `at`).
 * @param words that its rules may use
 */
export function checkPackage(source: RulePackage, words: RuleWords, at = ''): void {
  try {
    check(source, words);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(error.code, { ...error.facts, path: `${at}${String(error.facts['path'] ?? '')}` });
  }
}

function check(source: RulePackage, words: RuleWords): void {
  const size = canonicalText(source as unknown as Json).length;
  if (size > LIMITS.packageBytesMax) refuse('PACKAGE_TOO_LARGE', { path: '', reason: `a package has at most ${LIMITS.packageBytesMax} bytes` });
  shape ??= compileSchema(PACKAGE_SHAPE, PACKAGE_PARTS, '');
  const problem = shape(source as unknown as Json);
  if (problem !== undefined) refuse('PACKAGE_INVALID', { path: problem.path, reason: problem.reason });
  for (const [type, record] of Object.entries(source.records)) checkRecordType(record, `/records${pointerStep(type)}`);
  for (const [name, command] of Object.entries(source.commands)) checkCommand(source, command, words, `/commands${pointerStep(name)}`);
  for (const [name, query] of Object.entries(source.queries ?? {})) checkQuery(source, query, `/queries${pointerStep(name)}`);
  for (const [type, rule] of Object.entries(source.migrates?.records ?? {})) checkMigration(source, rule, `/migrates/records${pointerStep(type)}`);
  source.lookups?.forEach((lookup, place) => checkLookup(source, lookup, `/lookups/${place}`));
  compileAll(source, words);
}

function missing(path: string, reason: string): never {
  return refuse('REFERENCE_MISSING', { path, reason });
}

function checkRecordType(record: RecordType, path: string): void {
  for (const [name, index] of Object.entries(record.indexes ?? {})) {
    const lookup = index.lookup;
    if (lookup === undefined) continue;
    const definition = Object.hasOwn(STANDARD_1, lookup) ? STANDARD_1[lookup] : undefined;
    if (definition?.args.join() !== 'text') refuse('FUNCTION_UNKNOWN', { path: `${path}/indexes/${name}/lookup`, reason: `"${lookup}" is no standard function of one text` });
  }
}

function checkCommand(source: RulePackage, command: CommandRule, words: RuleWords, path: string): void {
  const taken = new Set(['data', 'item', ...words, 'args', 'state', 'createdBy']);
  command.let?.forEach(({ name }, index) => {
    if (taken.has(name)) refuse('NAME_TAKEN', { path: `${path}/let/${index}/name`, reason: `"${name}" already means something here` });
    taken.add(name);
  });
  command.guards?.forEach(({ code }, index) => {
    if (!Object.hasOwn(source.errors ?? {}, code)) missing(`${path}/guards/${index}/code`, `"${code}" has no words under "errors"`);
  });
  command.effects.forEach((effect, index) => checkEffect(source, effect, `${path}/effects/${index}`));
}

function checkEffect(source: RulePackage, effect: EffectRule, path: string): void {
  const record = Object.hasOwn(source.records, effect.record) ? source.records[effect.record]! : missing(`${path}/record`, `there is no record type "${effect.record}"`);
  const state = (name: string, where: string): void => {
    if (!Object.hasOwn(record.states, name)) missing(`${path}${where}`, `"${effect.record}" has no state "${name}"`);
  };
  if (effect.create === undefined && effect.change === undefined) refuse('PACKAGE_INVALID', { path, reason: 'an effect creates a record, changes one, or either' });
  if (effect.create !== undefined) state(effect.create.state, '/create/state');
  if (effect.change !== undefined) state(effect.change.to, '/change/to');
  effect.change?.from.forEach((name, index) => state(name, `/change/from/${index}`));
  effect.emit?.forEach(({ event }, index) => {
    if (!Object.hasOwn(source.events ?? {}, event)) missing(`${path}/emit/${index}/event`, `there is no event "${event}"`);
  });
}

function checkMigration(source: RulePackage, { record, states = {} }: RecordMigration, path: string): void {
  const type = Object.hasOwn(source.records, record) ? source.records[record]! : missing(`${path}/record`, `there is no record type "${record}"`);
  for (const [before, after] of Object.entries(states)) if (!Object.hasOwn(type.states, after)) missing(`${path}/states/${before}`, `"${record}" has no state "${after}"`);
}

function checkQuery(source: RulePackage, query: QueryRule, path: string): void {
  if ((query.get === undefined) === (query.find === undefined)) refuse('PACKAGE_INVALID', { path, reason: 'a query has either "get" or "find"' });
  const type = query.get?.record ?? query.find!.record;
  if (!Object.hasOwn(source.records, type)) missing(`${path}/${query.get === undefined ? 'find' : 'get'}/record`, `there is no record type "${type}"`);
  const index = (name: string | undefined, where: string): void => {
    if (name !== undefined && !Object.hasOwn(source.records[type]!.indexes ?? {}, name)) missing(`${path}/${where}/index`, `"${type}" has no index "${name}"`);
  };
  index(query.find?.index, 'find');
  index(query.follow?.index, 'follow');
}

/** What a lookup asks of the rule book is there. What people fill in stands as `{{name}}`, and is theirs. */
function checkLookup(source: RulePackage, { module, query, args }: JsonObject, path: string): void {
  if (module !== 'rule-book' || !isObject(args)) return;
  const named = (name: string): string | undefined => (typeof args[name] === 'string' && !args[name].includes('{{') ? args[name] : undefined);
  const [type, index, asked] = [named('type'), named('index'), query === 'ask' ? named('query') : undefined];
  if (type !== undefined && !Object.hasOwn(source.records, type)) missing(`${path}/args/type`, `there is no record type "${type}"`);
  if (type !== undefined && index !== undefined && !Object.hasOwn(source.records[type]!.indexes ?? {}, index)) missing(`${path}/args/index`, `"${type}" has no index "${index}"`);
  if (asked !== undefined && !Object.hasOwn(source.queries ?? {}, asked)) missing(`${path}/args/query`, `there is no query "${asked}"`);
}

/** Everything that is compiled on first use later is compiled here once, to be sure that it can be. */
function compileAll(source: RulePackage, words: RuleWords): void {
  for (const [name, schema] of Object.entries(source.schemas ?? {})) compileSchema(schema, { ...source.schemas, '': schema }, `/schemas/${name}`);
  const compiled = new CompiledPackage(source);
  for (const type of Object.keys(source.records)) compiled.indexes(type);
  for (const name of Object.keys(source.commands)) compiled.command(name, words);
  for (const name of Object.keys(source.queries ?? {})) compiled.query(name);
  for (const type of Object.keys(source.migrates?.records ?? {})) compiled.migration(type);
}
