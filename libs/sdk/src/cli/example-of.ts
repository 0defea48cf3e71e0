import { hexDigitsOf, objectOf, TEXT_FORMATS, type Json, type JsonObject } from '@bystack/api';

const TEXT = 'example';
/** Of an example, as JSON. Rules are written by others: a few words of a schema can ask for more than fits into any memory. */
const LENGTH_MAX = 16_384;

/** A value that fits: what must be given, and no more. @returns undefined: the schema says something that no example is made for, or asks for very much */
export function exampleOf(asked: JsonObject): Json | undefined {
  const schema = withFirstChoices(asked);
  const given = ['const', 'default'].find((word) => schema[word] !== undefined);
  if (given !== undefined) return schema[given];
  for (const word of ['examples', 'enum']) if (Array.isArray(schema[word])) return (schema[word] as readonly Json[])[0];
  if (schema.$ref !== undefined || schema.allOf !== undefined) return undefined;
  for (const word of ['oneOf', 'anyOf']) if (Array.isArray(schema[word])) return exampleOf(objectOf((schema[word] as readonly Json[])[0]));
  return ofType(schema);
}

/** Where one of several fields must be given (`anyOf` of `required`, alone or several under `allOf`), the first must. */
function withFirstChoices(schema: JsonObject): JsonObject {
  const { anyOf, allOf, ...rest } = schema;
  const choices = [...(anyOf === undefined ? [] : [{ anyOf }]), ...(Array.isArray(allOf) ? (allOf as readonly Json[]).map(objectOf) : [])];
  if (rest.properties === undefined || choices.length === 0 || !choices.every(isChoice)) return schema;
  const first = choices.flatMap((choice) => objectOf((choice.anyOf as readonly Json[])[0]).required as readonly string[]);
  return { ...rest, required: [...(Array.isArray(rest.required) ? (rest.required as readonly string[]) : []), ...first] };
}

function isChoice(schema: JsonObject): boolean {
  const { anyOf, ...others } = schema;
  return Object.keys(others).length === 0 && Array.isArray(anyOf) && anyOf.length > 0 && (anyOf as readonly Json[]).every((one) => Object.keys(objectOf(one)).join() === 'required' && Array.isArray(objectOf(one).required));
}

function ofType(schema: JsonObject): Json | undefined {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') return ofObject(schema);
  if (type === 'array') return ofList(schema);
  if (type === 'string') return ofText(schema);
  if (type === 'integer' || type === 'number') return ofNumber(schema);
  return type === 'boolean' ? true : type === 'null' ? null : undefined;
}

function ofObject({ properties, required }: JsonObject): Json | undefined {
  const [known, names] = [objectOf(properties), Array.isArray(required) ? (required as readonly string[]) : []];
  const parts = names.map((name) => [name, Object.hasOwn(known, name) ? exampleOf(objectOf(known[name])) : undefined] as const);
  return parts.some(([, part]) => part === undefined) ? undefined : (Object.fromEntries(parts) as JsonObject);
}

function ofList({ items, minItems = 1 }: JsonObject): Json | undefined {
  const item = exampleOf(objectOf(items));
  const count = Math.max(1, minItems as number);
  return item === undefined || count * JSON.stringify(item).length > LENGTH_MAX ? undefined : new Array<Json>(count).fill(item);
}

/** Of patterns only those of hexadecimal digits are understood. */
function ofText({ pattern, format, minLength = 0, maxLength = TEXT.length }: JsonObject): Json | undefined {
  const digits = hexDigitsOf(pattern);
  if (digits !== undefined && digits.length <= 3) return 'ab'.repeat(64).slice(0, Number(digits));
  if (pattern !== undefined || (minLength as number) > LENGTH_MAX) return undefined;
  if (typeof format === 'string' && Object.hasOwn(TEXT_FORMATS, format)) return TEXT_FORMATS[format]!.example;
  return TEXT.repeat(Math.ceil(Math.max(TEXT.length, minLength as number) / TEXT.length)).slice(0, Math.max(minLength as number, Math.min(TEXT.length, maxLength as number)));
}

function ofNumber({ minimum, exclusiveMinimum, maximum, multipleOf = 1 }: JsonObject): number {
  const step = multipleOf as number;
  const least = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + step : typeof minimum === 'number' ? minimum : typeof maximum === 'number' ? Math.min(0, maximum) : 0;
  return Math.ceil(least / step) * step;
}
