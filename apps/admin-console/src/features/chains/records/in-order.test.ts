import type { JsonObject } from '@bystack/api';
import { inOrder } from './in-order';

const fields = { amount: {}, colour: {}, name: {}, when: {} };
const order = (more: JsonObject) => Object.keys(inOrder({ properties: fields, ...more }).properties as JsonObject);

test.each<[string, JsonObject, readonly string[]]>([
  ['nothing says more', {}, ['amount', 'colour', 'name', 'when']],
  ['some must be given', { required: ['name', 'amount'] }, ['name', 'amount', 'colour', 'when']],
  ['the order is named', { required: ['name', 'amount'], 'x-order': ['when', 'name'] }, ['when', 'name', 'amount', 'colour']],
  ['names are none of its', { required: ['toString', 'name', 'name'], 'x-order': 7 }, ['name', 'amount', 'colour', 'when']],
])('where %s', (_what, more, names) => expect(order(more)).toEqual(names));

test('what a template wrote down stays in its order, but for what is named', () => {
  const written = (more: JsonObject) => Object.keys(inOrder({ properties: { hash: {}, title: {}, when: {} }, required: ['title'], ...more }, true).properties as JsonObject);
  expect(written({})).toEqual(['hash', 'title', 'when']);
  expect(written({ 'x-order': ['when', 'title'] })).toEqual(['when', 'title', 'hash']);
});

test('rows and groups inside are in order, too, and nothing else of a schema changes', () => {
  const inner = { type: 'object', properties: fields, required: ['when'] };
  const schema = { type: 'object', properties: { rows: { type: 'array', items: inner, maxItems: 3 }, group: inner }, additionalProperties: false };
  const { properties } = inOrder(schema) as { properties: { rows: { items: { properties: object } }; group: { properties: object } } };
  expect([Object.keys(properties.rows.items.properties)[0], Object.keys(properties.group.properties)[0]]).toEqual(['when', 'when']);
  expect(inOrder(schema)).toEqual(schema);
});
