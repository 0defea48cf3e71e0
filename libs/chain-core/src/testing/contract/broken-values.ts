import type { Json, JsonObject } from '../../primitives/json';

/** A value that a schema must refuse, and where it is wrong. */
export interface Broken {
  readonly what: string;
  readonly value: Json;
  /** JSON pointer at or below which the fault is. */
  readonly path: string;
}

/** One of each kind; those of kinds that the schema allows are passed over. */
const KINDS: Readonly<Record<string, Json>> = { null: null, boolean: true, integer: 7, string: 'a text', array: [], object: {} };
/** Longer lists and texts than this are not built. */
const LENGTH_MAX = 100_000;

/** Ways to break a value that fits a schema, one place at a time: kinds, lengths, ranges, patterns, missing and unknown properties, at every depth. */
export function brokenValues(schema: JsonObject, good: Json, path = ''): readonly Broken[] {
  const here = [...wrongKinds(schema), ...wrongTexts(schema), ...wrongNumbers(schema), ...wrongLists(schema, good)].map((broken) => ({ ...broken, path }));
  return [...here, ...wrongProperties(schema, good, path), ...insideList(schema, good, path)];
}

type Unplaced = Omit<Broken, 'path'>;

function wrongKinds({ type, enum: options }: JsonObject): readonly Unplaced[] {
  if (options !== undefined) return [{ what: 'none of the choices', value: 'no such choice' }, { what: 'null', value: null }];
  if (type === undefined) return [];
  const allowed = [type].flat();
  return Object.entries(KINDS).filter(([kind]) => !allowed.includes(kind) && !(kind === 'integer' && allowed.includes('number'))).map(([kind, value]) => ({ what: kind, value }));
}

function wrongTexts({ type, minLength, maxLength, pattern }: JsonObject): readonly Unplaced[] {
  if (type !== 'string') return [];
  const tooLong = typeof maxLength === 'number' && maxLength < LENGTH_MAX ? [{ what: 'a text that is too long', value: 'a'.repeat(maxLength + 1) }] : [];
  const tooShort = typeof minLength === 'number' && minLength > 0 ? [{ what: 'an empty text', value: '' }] : [];
  return [...tooLong, ...tooShort, ...(pattern === undefined ? [] : [{ what: 'a text of another form', value: '\u0000 ?!' }])];
}

function wrongNumbers({ type, minimum, maximum }: JsonObject): readonly Unplaced[] {
  const below = typeof minimum === 'number' ? [{ what: 'too small a number', value: minimum - 1 }] : [];
  const above = typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? [{ what: 'too large a number', value: maximum + 1 }] : [];
  return type === 'integer' ? [...below, ...above, { what: 'a fraction', value: 1.5 }] : [];
}

function wrongLists({ type, maxItems, uniqueItems }: JsonObject, good: Json): readonly Unplaced[] {
  if (type !== 'array' || !Array.isArray(good) || good.length === 0) return [];
  const tooMany = typeof maxItems === 'number' && maxItems < LENGTH_MAX ? [{ what: 'too many entries', value: Array.from({ length: maxItems + 1 }, (): Json => good[0]!) }] : [];
  return [...tooMany, ...(uniqueItems === true ? [{ what: 'an entry twice', value: [good[0]!, good[0]!] }] : [])];
}

function wrongProperties({ properties, required = [], additionalProperties }: JsonObject, good: Json, path: string): readonly Broken[] {
  if (!isObject(good)) return [];
  const unknown = additionalProperties === false ? [{ what: 'an unknown property', value: { ...good, 'no-such': 1 }, path: `${path}/no-such` }] : [];
  // What is left out is filled in where the schema says with what.
  const isFilled = (name: string) => Object.hasOwn(((properties ?? {}) as Record<string, JsonObject>)[name] ?? {}, 'default');
  const missing = (required as string[]).filter((name) => !isFilled(name)).map((name) => ({ what: `${name} missing`, value: without(good, name), path: `${path}/${name}` }));
  const inside = Object.entries((properties ?? {}) as JsonObject).flatMap(([name, schema]) =>
    brokenValues(schema as JsonObject, good[name] ?? null, `${path}/${name}`).map((broken) => ({ ...broken, what: `${name}: ${broken.what}`, value: { ...good, [name]: broken.value } })));
  return [...unknown, ...missing, ...inside];
}

function insideList({ items }: JsonObject, good: Json, path: string): readonly Broken[] {
  if (!Array.isArray(good) || good.length === 0 || !isObject(items ?? null)) return [];
  return brokenValues(items as JsonObject, good[0]!, `${path}/0`).map((broken) => ({ ...broken, what: `entry: ${broken.what}`, value: [broken.value, ...good.slice(1)] }));
}

function without(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
