import type { Json, JsonObject } from '@bystack/api';

/** Keywords whose meaning a type takes up. */
const SHAPES = ['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'oneOf', 'anyOf', 'allOf', 'discriminator'];
/** Keywords that say which of the values of a type are good. A type cannot say that; the chain does. */
const BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'pattern', 'format', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'];
/** Keywords for people. */
const WORDS = ['title', 'description', 'default', 'examples'];
const KNOWN = new Set([...SHAPES, ...BOUNDS, ...WORDS]);

/** A schema says something that no type is written for. Nothing is guessed: a type that is wrong is worse than none. */
export class CannotType extends Error {
  readonly code = 'CANNOT_TYPE';

  /** @param place JSON pointer into the schema @param of which schema it is */
  constructor(
    readonly place: string,
    readonly reason: string,
    of = 'the schema',
  ) {
    super(`no type can be written for ${of}${place === '' ? '' : ` at ${place}`}: ${reason}`);
  }
}

/** @throws CannotType for keywords that are not known, wherever they would change what a value may be */
export function readSchema(schema: Json, place: string): JsonObject {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw new CannotType(place, 'it is no schema');
  const unknown = Object.keys(schema).find((keyword) => !KNOWN.has(keyword) && !keyword.startsWith('x-'));
  if (unknown !== undefined) throw new CannotType(place, `“${unknown}” is not among the keywords that types are written for`);
  return schema as JsonObject;
}

/** Schemas by name, or in a list, as a keyword of another one holds them. */
export function tableIn(schema: JsonObject, keyword: string): readonly (readonly [string, Json])[] {
  const table = schema[keyword];
  return typeof table === 'object' && table !== null ? Object.entries(table as JsonObject) : [];
}
