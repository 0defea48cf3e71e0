import { hexDigitsOf, type Json, type JsonObject } from '@bystack/api';
import { columns } from './table';

export const objectOf = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
const isRequired = ({ required }: JsonObject, name: string): boolean => Array.isArray(required) && required.includes(name);

/** The fields of a schema, one a line: name (* must be given), what goes in and what counts without it, what it is called. @param titles of those that have none of their own */
export function fieldLines(schema: JsonObject, titles: Readonly<Record<string, string>> = {}): string[] {
  return columns(fieldsOf(schema, '').map(([name, kind, title]) => [name!, kind!, title !== '' ? title! : (titles[name!.replace('*', '')] ?? '')]));
}

function fieldsOf(schema: JsonObject, before: string): (readonly string[])[] {
  return Object.entries(objectOf(schema.properties)).flatMap(([name, value]) => {
    const field = objectOf(value);
    const inside = field.properties === undefined ? fieldsOf(objectOf(field.items), `${before}${name}[].`) : fieldsOf(field, `${before}${name}.`);
    return [[`${before}${name}${isRequired(schema, name) ? '*' : ''}`, `${kindWords(field)}${presetWords(field)}`, titleOf(field)], ...inside];
  });
}

function titleOf(field: JsonObject): string {
  const { en } = objectOf(field['x-title']);
  return typeof en === 'string' ? en : typeof field.title === 'string' ? field.title : '';
}

function kindWords({ type, enum: choices, items, pattern, format, minLength, maxLength, minimum, maximum, 'x-unit': unit, $ref: reference }: JsonObject): string {
  if (typeof reference === 'string') return `as the schema “${reference}” of the rules says`;
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' or ');
  if (type === 'array') return `list of ${kindWords(objectOf(items))}`;
  if (type === 'integer' || type === 'number') return [type === 'integer' ? 'whole number' : 'number', ...(minimum === undefined ? [] : [`from ${String(minimum)}`]), ...(maximum === undefined ? [] : [`to ${String(maximum)}`]), ...(typeof unit === 'string' ? [unit] : [])].join(' ');
  if (type === 'string') return textWords({ pattern, format, minLength, maxLength });
  return type === 'boolean' ? 'true or false' : type === 'object' ? 'group' : 'any JSON';
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  'date-time': 'date and time, like 2026-01-31T09:30:00Z', date: 'date, like 2026-01-31', time: 'time, like 09:30:00Z', uri: 'address (URI)', uuid: 'UUID', email: 'e-mail address',
};

function textWords({ pattern, format, minLength, maxLength }: JsonObject): string {
  const digits = hexDigitsOf(pattern);
  if (digits !== undefined) return `hexadecimal, ${digits} digits`;
  const kind = typeof format === 'string' && Object.hasOwn(FORMAT_WORDS, format) ? FORMAT_WORDS[format]! : 'text';
  const least = typeof minLength === 'number' && minLength > 1 ? [`at least ${minLength} characters`] : [];
  const most = kind === 'text' && typeof maxLength === 'number' ? [`up to ${maxLength} characters`] : [];
  const like = typeof pattern === 'string' ? [`that matches ${pattern}`] : [];
  return [kind, ...least, ...most, ...like].join(', ');
}

/** A group's are told at what is in it. */
function presetWords({ default: preset, properties }: JsonObject): string {
  return preset === undefined || properties !== undefined ? '' : ` (default ${JSON.stringify(preset)})`;
}

/** The least that fits in shape: what must be given, with dots to be filled in. */
export function sampleOf(schema: JsonObject): Json {
  const { type, enum: choices, const: fixed, default: preset } = schema;
  if (fixed !== undefined) return fixed;
  if (preset !== undefined) return preset;
  if (Array.isArray(choices)) return choices[0] as Json;
  if (type === 'array') return [sampleOf(objectOf(schema.items))];
  if (type === 'integer' || type === 'number') return typeof schema.minimum === 'number' ? schema.minimum : 0;
  if (type === 'boolean') return false;
  if (type !== 'object') return '…';
  return Object.fromEntries(Object.entries(objectOf(schema.properties)).flatMap(([name, field]) => (isRequired(schema, name) ? [[name, sampleOf(objectOf(field))]] : []))) as JsonObject;
}
