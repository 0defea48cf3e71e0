import type { Json, JsonObject } from '@bystack/api';
import { docComment, wordsOf } from './doc-comment';
import { CannotType, readSchema, tableIn } from './read-schema';

const BY_KIND = new Map<Json | undefined, (schema: JsonObject, place: string) => string>([
  ['object', objectType],
  ['array', arrayType],
  ['string', () => 'string'],
  ['integer', () => 'number'],
  ['number', () => 'number'],
  ['boolean', () => 'boolean'],
  ['null', () => 'null'],
]);

/**
 * The TypeScript type of the values that a JSON Schema lets through, over several lines. Bounds and patterns are not in it; of an object that is open, only the properties that have a name.
 * @param place where the schema stands, for whoever must change it
 * @throws CannotType
 */
export function schemaType(schema: Json, place = ''): string {
  if (schema === true) return 'Json';
  const read = readSchema(schema, place);
  if (read.const !== undefined) return literal(read.const, place);
  if (read.enum !== undefined) return union(tableIn(read, 'enum').map(([, value]) => literal(value, place)));
  const alternatives = ['oneOf', 'anyOf'].filter((keyword) => read[keyword] !== undefined).map((keyword) => union(typesIn(read, keyword, place)));
  const parts = [...ownTypes(read, place, alternatives.length > 0), ...alternatives, ...typesIn(read, 'allOf', place)];
  return parts.length === 0 ? 'Json' : parts.length === 1 ? parts[0]! : parts.map(grouped).join(' & ');
}

/** What the schema says besides alternatives, which say more than that a value is an object. */
function ownTypes(schema: JsonObject, place: string, hasAlternatives: boolean): readonly string[] {
  if (schema.type === undefined) {
    if (schema.properties !== undefined || schema.items !== undefined) throw new CannotType(place, 'it says what is inside, but no “type”');
    return [];
  }
  if (hasAlternatives && schema.properties === undefined) return [];
  const kinds = Array.isArray(schema.type) ? (schema.type as readonly Json[]) : [schema.type];
  return [union(kinds.map((kind) => (BY_KIND.get(kind) ?? unknownKind(kind, place))(schema, place)))];
}

function unknownKind(kind: Json, place: string): never {
  throw new CannotType(place, `there is no type ${JSON.stringify(kind)}`);
}

function typesIn(schema: JsonObject, keyword: string, place: string): readonly string[] {
  return tableIn(schema, keyword).map(([index, part]) => schemaType(part, `${place}/${keyword}/${index}`));
}

function objectType(schema: JsonObject, place: string): string {
  const { additionalProperties: more = true } = schema;
  const required = new Set((schema.required ?? []) as readonly string[]);
  const properties = new Map<string, Json>([...[...required].map((name): [string, Json] => [name, {}]), ...tableIn(schema, 'properties')]);
  if (properties.size === 0) return typeof more === 'object' ? `{ readonly [name: string]: ${schemaType(more, `${place}/additionalProperties`)} }` : more === true ? 'JsonObject' : 'Record<string, never>';
  if (typeof more === 'object') throw new CannotType(place, 'it has properties with a name and others of a kind of their own');
  return block([...properties].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, property]) => member(name, property, required.has(name), `${place}/properties/${name}`)));
}

function member(name: string, schema: Json, isRequired: boolean, place: string): string {
  const words = typeof schema === 'object' && schema !== null ? wordsOf(schema as JsonObject) : '';
  return field(name, schemaType(schema, place), words, isRequired ? '' : '?');
}

function arrayType(schema: JsonObject, place: string): string {
  return `readonly ${grouped(schemaType(schema.items ?? true, `${place}/items`))}[]`;
}

/** A property with its comment. */
export function field(name: string, type: string, words = '', mark = ''): string {
  return [...docComment(words), `readonly ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}${mark}: ${type};`].join('\n');
}

/** Fields between braces. */
export function block(fields: readonly string[]): string {
  return fields.length === 0 ? 'Record<never, never>' : `{\n${fields.join('\n').replace(/^/gm, '  ')}\n}`;
}

function literal(value: Json, place: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  throw new CannotType(place, 'a list or an object is the one value that fits');
}

/** As a text in TypeScript, whatever is in it, on one line: JSON leaves two ends of lines as they are. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ') || 'never';
/** Safe to be followed by `[]` or to stand between `&`: in brackets, unless it is one word or one block. */
const grouped = (type: string): string => (/^(\w+|\{[^]*\})$/.test(type) && !/\} [|&] /.test(type) ? type : `(${type})`);
