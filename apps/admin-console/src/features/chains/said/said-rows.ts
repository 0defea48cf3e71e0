import { isObject, objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { itemsIn, propertiesOf, wordsOf } from '../../../parts/schema-form/schema';

/** One thing that was said: where it stood, and the group that it stood in. */
export interface SaidRow {
  readonly path: readonly (string | number)[];
  readonly value: Json;
  readonly beside: JsonObject;
}
/** More than people read. */
const ROWS_MAX = 60;

/** A payload line by line: groups and lists of groups are told part by part. `left`: so many lines are left out. */
export function saidRows(value: Json): { readonly rows: readonly SaidRow[]; readonly left: number } {
  const all = [...rowsBelow(value, [], {})];
  return { rows: all.slice(0, ROWS_MAX), left: Math.max(0, all.length - ROWS_MAX) };
}

const UNITS = /^\d{1,19}$/;
/** What else is written in digits beside an asset is no amount of it: the number of an invoice, say. */
const AMOUNT = /^(amount|paidIn)$|Amount$/;

/** Whether a value is an amount of the asset that stands beside it. @param name of the field */
export function isAmount(name: string, value: Json): value is string {
  return typeof value === 'string' && UNITS.test(value) && AMOUNT.test(name);
}

function* rowsBelow(value: Json, path: SaidRow['path'], beside: JsonObject): Generator<SaidRow> {
  if (isObject(value)) for (const [name, part] of Object.entries(value)) yield* rowsBelow(part, [...path, name], value);
  else if (Array.isArray(value) && value.some((item) => typeof item === 'object')) for (const [at, item] of (value as Json[]).entries()) yield* rowsBelow(item, [...path, at + 1], beside);
  else yield { path, value, beside };
}

/** What is known of fields, by name. */
export type Fields = ReadonlyMap<string, JsonObject>;

/** The fields that schemas have words for, wherever in them they stand; where two are of one name, the first schema that says it. */
export function fieldsIn(...schemas: readonly JsonObject[]): Fields {
  const fields = new Map<string, JsonObject>();
  for (const [name, field] of schemas.flatMap(titled)) if (!fields.has(name)) fields.set(name, field);
  return fields;
}

function titled(schema: JsonObject): readonly (readonly [string, JsonObject])[] {
  const own = propertiesOf(schema).filter(([, property]) => wordsOf(property, 'title') !== undefined);
  return [...own, ...propertiesOf(schema).flatMap(([, property]) => titled(property)), ...(schema.items === undefined ? [] : titled(itemsIn(schema)))];
}

/** What a field is called; its name where nobody says. */
export function calledIn(fields: Fields, part: string | number): Words {
  const name = String(part);
  return (typeof part === 'number' ? undefined : wordsOf(objectOf(fields.get(name)), 'title')) ?? { en: name, zh: name };
}
