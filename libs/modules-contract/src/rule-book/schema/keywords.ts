import { refuse, type Json, type JsonObject } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { pointerStep } from './check-data';
import { FORMATS } from './formats';
import { compilePattern } from './pattern';
import type { Check } from './run';

interface Place {
  /** The schema the keyword stands in: some keywords read their neighbours. */
  readonly schema: JsonObject;
  readonly path: string;
  sub(schema: Json, step: string): Check;
  /** Compiles the neighbouring keyword of that name. */
  beside(name: string): Check;
  reference(target: string): Check;
}
/** Turns a keyword's value into a check, or into nothing when a neighbour does the work. */
type Keyword = (value: Json, place: Place) => Check | undefined;

const invalid = (place: Place, reason: string): never => refuse('SCHEMA_INVALID', { path: place.path, reason });

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
function count(value: Json, place: Place): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : invalid(place, 'must be a whole number, 0 or more');
}
function texts(value: Json, place: Place): readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? (value as readonly string[]) : invalid(place, 'must be a list of names');
}
function schemas(value: Json, place: Place): Check[] {
  if (!Array.isArray(value) || value.length === 0) return invalid(place, 'must be a list of schemas');
  return value.map((schema: Json, index) => place.sub(schema, pointerStep(index)));
}
function named(value: Json, place: Place): Map<string, Check> {
  if (!isObject(value)) return invalid(place, 'must be an object of schemas');
  return new Map(Object.keys(value).map((key) => [key, place.sub(value[key]!, pointerStep(key))]));
}

const KINDS: Readonly<Record<string, { readonly words: string; test(value: Json): boolean }>> = {
  object: { words: 'an object', test: isObject },
  array: { words: 'a list', test: (value) => Array.isArray(value) },
  string: { words: 'a text', test: (value) => typeof value === 'string' },
  number: { words: 'a number', test: (value) => typeof value === 'number' },
  integer: { words: 'a whole number', test: (value) => Number.isSafeInteger(value) },
  boolean: { words: 'true or false', test: (value) => typeof value === 'boolean' },
  null: { words: 'null', test: (value) => value === null },
};

function typeKeyword(value: Json, place: Place): Check {
  const kinds = (typeof value === 'string' ? [value] : texts(value, place)).map((name) => KINDS[name] ?? invalid(place, `"${name}" is no JSON type`));
  const words = kinds.map((kind) => kind.words).join(' or ');
  return (data, run) => kinds.some((kind) => kind.test(data)) || run.fail(`must be ${words}`);
}

/** Data is parsed from canonical JSON, so equal values print alike. */
const printed = (value: Json): string => JSON.stringify(value);

function oneOfValues(values: readonly Json[]): Check {
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  const others = new Set(values.filter((value) => typeof value !== 'string').map(printed));
  const words = values.slice(0, 6).map((value) => (typeof value === 'string' ? value : printed(value)));
  const reason = values.length === 1 ? `must be ${words[0]}` : `must be one of ${words.join(', ')}${values.length > 6 ? ', …' : ''}`;
  return (data, run) => (typeof data === 'string' ? texts.has(data) : others.size > 0 && others.has(printed(data))) || run.fail(reason);
}

function properties(value: Json, place: Place): Check {
  const checks = [...named(value, place)];
  return (data, run) => {
    if (!isObject(data)) return true;
    for (const [key, check] of checks) {
      if (Object.hasOwn(data, key) && !run.within(key, () => check(data[key]!, run))) return false;
    }
    return true;
  };
}

/** Handles every property that `properties` and `patternProperties` leave over. */
function additionalProperties(value: Json, place: Place): Check {
  const known = new Set(isObject(place.schema['properties'] ?? null) ? Object.keys(place.schema['properties'] as JsonObject) : []);
  const patterns = Object.keys((place.schema['patternProperties'] as JsonObject | undefined) ?? {}).map((source) => compilePattern(source, place.path));
  const check: Check = value === false ? (_data, run) => run.fail('is not a known field') : place.sub(value, '');
  return (data, run) => {
    if (!isObject(data)) return true;
    return Object.keys(data).every((key) => known.has(key) || patterns.some((pattern) => pattern.test(key)) || run.within(key, () => check(data[key]!, run)));
  };
}

function patternProperties(value: Json, place: Place): Check {
  const checks = [...named(value, place)].map(([source, check]) => ({ pattern: compilePattern(source, place.path), check }));
  return (data, run) =>
    !isObject(data) ||
    Object.keys(data).every((key) => checks.every(({ pattern, check }) => !pattern.test(key) || run.within(key, () => check(data[key]!, run))));
}

function propertyNames(value: Json, place: Place): Check {
  const check = place.sub(value, '');
  return (data, run) =>
    !isObject(data) || Object.keys(data).every((key) => run.quietly(() => check(key, run)) || run.within(key, () => run.fail('is not a known field (a field of your own needs a prefix, such as "mine:colour")')));
}

function required(value: Json, place: Place): Check {
  const keys = texts(value, place);
  return (data, run) => !isObject(data) || keys.every((key) => Object.hasOwn(data, key) || run.within(key, () => run.fail('is missing')));
}

function tuple(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => !Array.isArray(data) || checks.every((check, index) => index >= data.length || run.within(index, () => check(data[index] as Json, run)));
}

function eachFrom(first: number, check: Check): Check {
  return (data, run) => {
    if (!Array.isArray(data)) return true;
    for (let index = first; index < data.length; index += 1) if (!run.within(index, () => check(data[index] as Json, run))) return false;
    return true;
  };
}

/** A list under `items` is draft-07's way to write `prefixItems`. */
function items(value: Json, place: Place): Check {
  if (Array.isArray(value)) return tuple(value, place);
  const prefix = place.schema['prefixItems'];
  return eachFrom(Array.isArray(prefix) ? prefix.length : 0, place.sub(value, ''));
}
function additionalItems(value: Json, place: Place): Check | undefined {
  const prefix = place.schema['items'];
  return Array.isArray(prefix) ? eachFrom(prefix.length, place.sub(value, '')) : undefined;
}

const uniqueItems: Keyword = (value) =>
  value !== true
    ? undefined
    : (data, run) => {
        if (!Array.isArray(data)) return true;
        const seen = new Set<string>();
        return data.every((entry: Json, index) => seen.size !== seen.add(printed(entry)).size || run.within(index, () => run.fail('is there twice')));
      };

/** Characters, not UTF-16 units. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _character of text) length += 1;
  return length;
}

function bound(size: (data: Json) => number | undefined, ok: (size: number, limit: number) => boolean, words: string, limitOf: (value: Json, place: Place) => number): Keyword {
  return (value, place) => {
    const limit = limitOf(value, place);
    const reason = words.replace('N', String(limit));
    return (data, run) => {
      const actual = size(data);
      return actual === undefined || ok(actual, limit) || run.fail(reason);
    };
  };
}
const atLeast = (size: number, limit: number): boolean => size >= limit;
const atMost = (size: number, limit: number): boolean => size <= limit;
const ofText = (data: Json): number | undefined => (typeof data === 'string' ? lengthOf(data) : undefined);
const ofList = (data: Json): number | undefined => (Array.isArray(data) ? data.length : undefined);
const ofObject = (data: Json): number | undefined => (isObject(data) ? Object.keys(data).length : undefined);
const ofNumber = (data: Json): number | undefined => (typeof data === 'number' ? data : undefined);
const number = (value: Json, place: Place): number => (typeof value === 'number' ? value : invalid(place, 'must be a number'));

function multipleOf(value: Json, place: Place): Check {
  // Remainders of non-integers depend on rounding, which rules must not.
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) return invalid(place, 'must be a whole number, 1 or more');
  return (data, run) => typeof data !== 'number' || data % value === 0 || run.fail(`must be a multiple of ${value}`);
}

function pattern(value: Json, place: Place): Check {
  const compiled = compilePattern(typeof value === 'string' ? value : invalid(place, 'must be a pattern'), place.path);
  const reason = `must match ${(value as string).slice(0, 80)}`;
  return (data, run) => typeof data !== 'string' || compiled.test(data) || run.fail(reason);
}

function format(value: Json, place: Place): Check {
  const known = FORMATS.get(typeof value === 'string' ? value : '');
  if (known === undefined) return refuse('SCHEMA_KEYWORD_UNKNOWN', { path: place.path, reason: `the format ${printed(value)} is not supported` });
  return (data, run) => typeof data !== 'string' || known.test(data) || run.fail(`must be ${known.words}`);
}

function oneOf(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => {
    let fitting = 0;
    const any = run.either(() => {
      for (const check of checks) if (check(data, run)) fitting += 1;
      return fitting > 0;
    });
    return any && (fitting === 1 || run.fail('fits several alternatives of which only one may fit'));
  };
}

function allOf(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => checks.every((check) => check(data, run));
}

function anyOf(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => run.either(() => checks.some((check) => check(data, run)));
}

/** `then` and `else` are read here; alone they mean nothing. */
function ifKeyword(value: Json, place: Place): Check {
  const test = place.sub(value, '');
  const branch = (name: 'then' | 'else'): Check => (place.schema[name] === undefined ? () => true : place.beside(name));
  const [whenTrue, whenFalse] = [branch('then'), branch('else')];
  return (data, run) => (run.quietly(() => test(data, run)) ? whenTrue(data, run) : whenFalse(data, run));
}

function not(value: Json, place: Place): Check {
  const check = place.sub(value, '');
  return (data, run) => !run.quietly(() => check(data, run)) || run.fail('is not allowed here');
}

function dependentRequired(value: Json, place: Place): Check {
  if (!isObject(value)) return invalid(place, 'must be an object of lists of names');
  const needs = Object.keys(value).map((key) => [key, texts(value[key]!, place)] as const);
  return (data, run) =>
    !isObject(data) || needs.every(([key, others]) => !Object.hasOwn(data, key) || others.every((other) => Object.hasOwn(data, other) || run.within(other, () => run.fail(`is missing (needed beside ${key})`))));
}

function reference(value: Json, place: Place): Check {
  if (typeof value !== 'string' || value.length > LIMITS.patternBytesMax) return invalid(place, 'must be a reference');
  return place.reference(value);
}

/** Everything this validator understands, of JSON Schema 2020-12 and draft-07. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['$ref', reference],
  ['type', typeKeyword],
  ['const', (value) => oneOfValues([value])],
  ['enum', (value, place) => oneOfValues(Array.isArray(value) ? (value as readonly Json[]) : invalid(place, 'must be a list'))],
  ['required', required],
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['propertyNames', propertyNames],
  ['minProperties', bound(ofObject, atLeast, 'must have at least N properties', count)],
  ['maxProperties', bound(ofObject, atMost, 'must have at most N properties', count)],
  ['dependentRequired', dependentRequired],
  ['prefixItems', tuple],
  ['items', items],
  ['additionalItems', additionalItems],
  ['minItems', bound(ofList, atLeast, 'must have at least N entries', count)],
  ['maxItems', bound(ofList, atMost, 'must have at most N entries', count)],
  ['uniqueItems', uniqueItems],
  ['minLength', bound(ofText, atLeast, 'must have at least N characters', count)],
  ['maxLength', bound(ofText, atMost, 'must have at most N characters', count)],
  ['pattern', pattern],
  ['format', format],
  ['minimum', bound(ofNumber, atLeast, 'must be N or more', number)],
  ['maximum', bound(ofNumber, atMost, 'must be N or less', number)],
  ['exclusiveMinimum', bound(ofNumber, (size, limit) => size > limit, 'must be more than N', number)],
  ['exclusiveMaximum', bound(ofNumber, (size, limit) => size < limit, 'must be less than N', number)],
  ['multipleOf', multipleOf],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', ifKeyword],
  ['then', () => undefined],
  ['else', () => undefined],
]);
