import type { Json, JsonObject, Words } from '@bystack/api';
import { itemsIn, objectOf, propertiesOf, wordsOf } from '../../../parts/schema-form/schema';

/** One thing that was said: where it stood, and the group that it stood in. */
export interface SaidRow {
  readonly path: readonly (string | number)[];
  readonly value: Json;
  readonly beside: JsonObject;
}
/** More than people read; all of it stays there as JSON. */
const ROWS_MAX = 60;

/** A payload line by line: groups and lists of groups are told part by part. */
export function saidRows(value: Json): readonly SaidRow[] {
  return [...rowsBelow(value, [], {})].slice(0, ROWS_MAX);
}

function* rowsBelow(value: Json, path: SaidRow['path'], beside: JsonObject): Generator<SaidRow> {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isGroup) for (const [name, part] of Object.entries(value)) yield* rowsBelow(part as Json, [...path, name], value as JsonObject);
  else if (Array.isArray(value) && value.some((item) => typeof item === 'object')) for (const [at, item] of (value as Json[]).entries()) yield* rowsBelow(item, [...path, at + 1], beside);
  else yield { path, value, beside };
}

/** What fields are called, by name, wherever in the schema they stand. */
export function titlesIn(schema: JsonObject): ReadonlyMap<string, Words> {
  return new Map(titled(schema));
}

function titled(schema: JsonObject): readonly (readonly [string, Words])[] {
  return propertiesOf(schema).flatMap(([name, property]) => {
    const words = wordsOf(property, 'title');
    return [...(words === undefined ? [] : [[name, words] as const]), ...titled(property), ...titled(objectOf(itemsIn(property)))];
  });
}
