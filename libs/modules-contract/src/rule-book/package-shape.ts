import type { JsonObject } from '@bystack/chain-core/module';
import { LIMITS } from './limits';

/** What stands in many places is a schema of its own, to which these refer: it is compiled once. */
type Part = 'name' | 'code' | 'words' | 'pointer' | 'source' | 'inner-source' | 'inmost-source' | 'simple-source';
const part = (of: Part): JsonObject => ({ $ref: of });
const [name, code, words, pointer] = (['name', 'code', 'words', 'pointer'] as const).map(part) as [JsonObject, JsonObject, JsonObject, JsonObject];
const rule = { type: 'string', minLength: 1, maxLength: LIMITS.ruleBytesMax } as const;
const text = { type: 'string', minLength: 1, maxLength: 600 } as const;

function object(properties: JsonObject, optional: readonly string[] = []): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties).filter((key) => !optional.includes(key)), additionalProperties: false };
}
function named(of: JsonObject, maxProperties: number, names: JsonObject = name): JsonObject {
  return { type: 'object', propertyNames: names, additionalProperties: of, maxProperties };
}
function list(items: JsonObject, maxItems: number, minItems = 0): JsonObject {
  return { type: 'array', items, maxItems, minItems };
}

/** Functions, objects and merges take values themselves; three levels are plenty. */
function source(inner?: Part): JsonObject {
  const simple: JsonObject[] = [object({ path: { type: 'string', maxLength: 256 } }), object({ value: { type: ['string', 'number', 'boolean', 'null'] } }), object({ cel: rule })];
  if (inner === undefined) return { oneOf: simple };
  const composed = [
    object({ function: { type: 'string', maxLength: 64 }, args: list(part(inner), 4) }),
    object({ object: named(part(inner), 32) }),
    object({ merge: list(part(inner), 4, 1) }),
  ];
  return { oneOf: [...simple, ...composed] };
}
const anySource = part('source');

export const PACKAGE_PARTS: Readonly<Record<Part, JsonObject>> = {
  name: { type: 'string', pattern: '^[a-z][A-Za-z0-9-]{0,47}$' },
  code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{2,63}$' },
  words: { type: 'object', required: ['en', 'zh'], properties: { en: text, zh: text }, additionalProperties: false },
  pointer: { type: 'string', maxLength: 256, pattern: '^(/.*)?$' },
  'simple-source': source(),
  'inmost-source': source('simple-source'),
  'inner-source': source('inmost-source'),
  source: source('inner-source'),
};

const index = object({ title: words, value: anySource, lookup: { type: 'string', maxLength: 64 } }, ['lookup']);
const recordType = object({ title: words, states: { ...named(object({ title: words }), LIMITS.statesMax), minProperties: 1 }, indexes: named(index, LIMITS.indexesMax) }, ['indexes']);
const who: JsonObject = { oneOf: [{ enum: ['anyone', 'members'] }, object({ roles: list(name, 16, 1) })] };
const guard = object({ code, require: rule, facts: named(anySource, 8) }, ['facts']);
const effect = object(
  {
    when: rule,
    record: name,
    key: anySource,
    create: object({ state: name, data: anySource }),
    change: object({ from: list(name, LIMITS.statesMax, 1), to: name, data: anySource }, ['data']),
    keep: { type: 'boolean' },
    emit: list(object({ event: name, data: named(anySource, 16) }), LIMITS.eventsPerItemMax),
  },
  ['when', 'create', 'change', 'keep', 'emit'],
);
const command = object(
  {
    title: words,
    summary: words,
    who,
    data: { type: 'object' },
    items: list(pointer, 8, 1),
    let: list(object({ name, from: anySource }), LIMITS.variablesMax),
    guards: list(guard, LIMITS.guardsMax),
    effects: list(effect, LIMITS.effectsMax, 1),
  },
  ['summary', 'items', 'let', 'guards'],
);
const query = object(
  {
    title: words,
    args: { type: 'object' },
    get: object({ record: name, key: anySource }),
    find: object({ record: name, index: name, value: anySource }),
    follow: object({ values: anySource, index: name }),
  },
  ['get', 'find', 'follow'],
);
const migration = object({
  from: { type: 'string', pattern: '^[a-z][A-Za-z0-9-]{0,47}@[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$' },
  records: named(object({ record: name, states: named(name, LIMITS.statesMax), data: anySource }, ['states', 'data']), LIMITS.recordTypesMax),
});
const error = object({ status: { enum: [400, 403, 404, 409, 422] }, words });

/** The shape of a package, which refers to PACKAGE_PARTS; what the parts mean to each other is `checkPackage`'s business. */
export const PACKAGE_SHAPE: JsonObject = object(
  {
    format: { const: 'bystack-package/1' },
    name,
    version: { type: 'string', pattern: '^[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$' },
    title: words,
    summary: words,
    functions: { const: 'standard/1' },
    schemas: named({ type: 'object' }, 8),
    records: { ...named(recordType, LIMITS.recordTypesMax), minProperties: 1 },
    commands: { ...named(command, LIMITS.commandsMax), minProperties: 1 },
    queries: named(query, LIMITS.queriesMax),
    events: named(object({ title: words }), 64),
    errors: named(error, LIMITS.errorsMax, code),
    migrates: migration,
    forms: list({ type: 'object' }, LIMITS.formsMax),
    lookups: list({ type: 'object' }, LIMITS.formsMax),
  },
  ['schemas', 'queries', 'events', 'errors', 'migrates', 'forms', 'lookups'],
);
