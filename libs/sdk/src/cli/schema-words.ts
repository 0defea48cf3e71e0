import { kindWords, objectOf, type Json, type JsonObject } from '@bystack/api';
import { columns } from './table';

const isRequired = ({ required }: JsonObject, name: string): boolean => Array.isArray(required) && required.includes(name);

/** The fields of a schema, one a line: name (* must be given), what goes in and what counts without it, what it is called. @param titles of those that have none of their own */
export function fieldLines(schema: JsonObject, titles: Readonly<Record<string, string>> = {}): string[] {
  return columns(fieldsOf(schema, '').map(([name, kind, title]) => [name!, kind!, title !== '' ? title! : (titles[name!.replace('*', '')] ?? '')]));
}

function fieldsOf(schema: JsonObject, before: string): (readonly string[])[] {
  return Object.entries(objectOf(schema.properties)).flatMap(([name, value]) => {
    const field = objectOf(value);
    const inside = field.properties === undefined ? fieldsOf(objectOf(field.items), `${before}${name}[].`) : fieldsOf(field, `${before}${name}.`);
    return [[`${before}${name}${isRequired(schema, name) ? '*' : ''}`, `${kindWords(field).en}${presetWords(field)}`, titleOf(field)], ...inside];
  });
}

function titleOf(field: JsonObject): string {
  const { en } = objectOf(field['x-title']);
  return typeof en === 'string' ? en : typeof field.title === 'string' ? field.title : '';
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
