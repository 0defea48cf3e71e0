import type { Json, JsonObject } from '@bystack/api';
import { exampleOf } from './example-of';

const lists = (levels: number): JsonObject => (levels === 0 ? { type: 'string' } : { type: 'array', minItems: 60, items: lists(levels - 1) });

it.each<[JsonObject, Json]>([
  [{ type: 'object', required: ['name', 'count'], properties: { name: { type: 'string' }, count: { type: 'integer', minimum: 3 }, note: { type: 'string' } } }, { name: 'example', count: 3 }],
  [{ type: 'array', minItems: 2, items: { enum: ['a', 'b'] } }, ['a', 'a']],
  [{ type: 'string', minLength: 9 }, 'exampleex'],
  [{ type: 'object', required: ['on'], anyOf: [{ required: ['lots'] }, { required: ['items'] }], properties: { on: { type: 'boolean' }, lots: { type: 'integer' }, items: { type: 'string' } } }, { on: true, lots: 0 }],
  [{ type: 'object', allOf: [{ anyOf: [{ required: ['a'] }, { required: ['b'] }] }, { anyOf: [{ required: ['c'] }] }], properties: { a: { const: 1 }, b: { const: 2 }, c: { const: 3 } } }, { a: 1, c: 3 }],
])('makes of %j %j', (schema, example) => expect(exampleOf(schema)).toEqual(example));

it.each<JsonObject>([
  lists(5),
  { type: 'array', minItems: 10_000_000_000, items: { type: 'boolean' } },
  { type: 'string', minLength: 1_000_000_000 },
  { type: 'object', required: ['deep'], properties: { deep: lists(4) } },
  { type: 'object', required: ['toString'], properties: {} },
  { type: 'object', required: 'name' as never, properties: { name: null }, anyOf: [] },
  { type: 'array', items: false },
])('makes none of what asks for too much, or for nothing that is there: %#', (schema) => expect(exampleOf(schema)).toBeUndefined());
