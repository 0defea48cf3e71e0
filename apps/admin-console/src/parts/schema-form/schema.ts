import { isObject, objectOf, type Json, type JsonObject, type Words } from '@bystack/api';

export { wordsOf } from '@bystack/api';

/** How a value of a schema is filled in. `raw` is what we cannot draw: it is edited as JSON. */
export type FieldKind = 'choice' | 'fingerprint' | 'text' | 'known' | 'paragraph' | 'whole' | 'number' | 'switch' | 'moment' | 'day' | 'list' | 'rows' | 'group' | 'fixed' | 'raw';

export const propertiesOf = (schema: JsonObject): readonly (readonly [string, JsonObject])[] => Object.entries(objectOf(schema.properties)).map(([name, value]) => [name, objectOf(value)]);
export const requiredIn = (schema: JsonObject, name: string): boolean => Array.isArray(schema.required) && schema.required.includes(name);
export const itemsIn = (schema: JsonObject): JsonObject => objectOf(schema.items);
/** Longer free text gets a box of several lines. */
const PARAGRAPH_FROM = 200;
/** A SHA-256 in hexadecimal. */
const FINGERPRINT = '^[0-9a-f]{64}$';

/** What a text names that there is a list of. */
export function knownIn(schema: JsonObject): 'asset' | 'key' | undefined {
  const widget = schema['x-widget'];
  return widget === 'asset' || widget === 'key' ? widget : undefined;
}

function textKind(schema: JsonObject): FieldKind {
  if (schema.format === 'date-time') return 'moment';
  if (schema.format === 'date') return 'day';
  if (schema.format === 'multiline') return 'paragraph';
  if (schema['x-widget'] === 'line') return 'text';
  if (knownIn(schema) !== undefined) return 'known';
  if (schema.pattern === FINGERPRINT) return 'fingerprint';
  return typeof schema.maxLength === 'number' && schema.maxLength > PARAGRAPH_FROM && schema.pattern === undefined && schema.format === undefined ? 'paragraph' : 'text';
}

export function kindOf(schema: JsonObject): FieldKind {
  if ('const' in schema) return 'fixed';
  if (Array.isArray(schema.enum)) return 'choice';
  switch (schema.type) {
    case 'string':
      return textKind(schema);
    case 'integer':
      return 'whole';
    case 'number':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array':
      if (itemsIn(schema).type === 'string') return 'list';
      return itemsIn(schema).properties === undefined ? 'raw' : 'rows';
    case 'object':
      return schema.properties === undefined ? 'raw' : 'group';
    default:
      return 'raw';
  }
}

/** Words of one choice of an enum, keyed by value: under `x-words.choices` (templates) or `x-enum-titles` (modules). */
export function choiceWords(schema: JsonObject, choice: Json): Words | undefined {
  for (const all of [objectOf(schema['x-words']).choices, schema['x-enum-titles']]) {
    const words = objectOf(objectOf(all)[String(choice)]);
    if (typeof words.en === 'string' && typeof words.zh === 'string') return { en: words.en, zh: words.zh };
  }
  return undefined;
}

/** What a fingerprint says about the switch of the same form that its schema names under `x-salted-in`: a statement that goes on the chain must be true. */
export function saltedBeside(schema: JsonObject, isSalted: boolean): JsonObject {
  const name = schema['x-salted-in'];
  return typeof name === 'string' ? { [name]: isSalted } : {};
}

/** What the form starts with: defaults, `const`s, and now for a required moment. */
export function startValue(schema: JsonObject, nowMs: number): Json | undefined {
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  if (kindOf(schema) !== 'group') return undefined;
  const filled: Record<string, Json> = {};
  for (const [name, property] of propertiesOf(schema)) {
    const required = requiredIn(schema, name);
    const value = required && kindOf(property) === 'moment' && !('default' in property) ? new Date(nowMs).toISOString() : startValue(property, nowMs);
    if (value !== undefined) filled[name] = value;
  }
  return filled;
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);

/** The value without what was left empty. */
export function pruned(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => pruned(item as Json)).filter((item) => !isEmpty(item)) as Json[];
  if (!isObject(value)) return value;
  const kept = Object.entries(value).map(([name, item]) => [name, pruned(item)] as const);
  return Object.fromEntries(kept.filter(([, item]) => !isEmpty(item))) as JsonObject;
}

/** JSON pointers of required fields that are empty. */
export function missingIn(schema: JsonObject, value: Json | undefined, at = ''): readonly string[] {
  return propertiesOf(schema).flatMap(([name, property]) => {
    const held = objectOf(value)[name];
    const here = `${at}/${name}`;
    if (isEmpty(pruned(held))) return requiredIn(schema, name) ? [here] : [];
    if (kindOf(property) === 'rows') return missingInRows(itemsIn(property), held, here);
    return kindOf(property) === 'group' ? missingIn(property, held, here) : [];
  });
}

/** A row that holds nothing is not sent. */
function missingInRows(schema: JsonObject, rows: Json | undefined, at: string): readonly string[] {
  return (rows as readonly Json[]).flatMap((row, index) => (isEmpty(pruned(row)) ? [] : missingIn(schema, row, `${at}/${index}`)));
}

/** Of each choice between fields (`anyOf` of `required`, one or all of several) for which none is filled: their names. */
export function choicesMissing(schema: JsonObject, value: JsonObject): readonly (readonly string[])[] {
  const choices = [schema, ...schemasIn(schema.allOf)].map(({ anyOf }) => schemasIn(anyOf).map(({ required }) => (Array.isArray(required) ? required.map(String) : [])));
  const isOpen = (choice: readonly (readonly string[])[]) => choice.length > 0 && choice.every((names) => names.some((name) => isEmpty(pruned(value[name]))));
  return choices.filter(isOpen).map((choice) => choice.flat());
}

const schemasIn = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly Json[]).map(objectOf) : []);
