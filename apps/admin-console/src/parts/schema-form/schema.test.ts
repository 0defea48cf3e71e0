import type { JsonObject } from '@bystack/api';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choicesMissing, kindOf, missingIn, propertiesOf, pruned, saltedBeside, startValue, wordsOf } from './schema';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

test.each<[JsonObject, string]>([
  [{ type: 'string' }, 'text'],
  [{ type: 'string', format: 'uri', maxLength: 1024 }, 'text'],
  [{ type: 'string', maxLength: 500 }, 'paragraph'],
  [{ type: 'string', format: 'multiline' }, 'paragraph'],
  [{ type: 'string', pattern: '^[0-9a-f]{64}$', 'x-widget': 'line' }, 'text'],
  [{ type: 'string', format: 'date-time' }, 'moment'],
  [{ type: 'string', format: 'date' }, 'day'],
  [{ type: 'string', pattern: '^[0-9a-f]{64}$', maxLength: 64 }, 'fingerprint'],
  [{ enum: ['a', 'b'] }, 'choice'],
  [{ const: 'a' }, 'fixed'],
  [{ type: 'integer' }, 'whole'],
  [{ type: 'number' }, 'number'],
  [{ type: 'boolean' }, 'switch'],
  [{ type: 'array', items: { type: 'string' } }, 'list'],
  [{ type: 'array', items: { type: 'object', properties: { a: {} } } }, 'rows'],
  [{ type: 'array' }, 'raw'],
  [{ type: 'object', properties: { a: {} } }, 'group'],
  [{ type: 'object' }, 'raw'],
  [{ anyOf: [] }, 'raw'],
])('%j is drawn as %s', (schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});

test('words come from a template, a module or the schema itself, in that order', () => {
  expect(wordsOf({ 'x-words': { title: { en: 'A', zh: '甲' } }, 'x-title': { en: 'B', zh: '乙' }, title: 'C' }, 'title')).toEqual({ en: 'A', zh: '甲' });
  expect(wordsOf({ 'x-title': { en: 'B', zh: '乙' }, title: 'C' }, 'title')).toEqual({ en: 'B', zh: '乙' });
  expect(wordsOf({ title: 'C' }, 'title')).toEqual({ en: 'C', zh: 'C' });
  expect(wordsOf({}, 'title')).toBeUndefined();
});

test('a form starts with defaults, fixed values and the present moment where one is required', () => {
  const moment = { type: 'string', format: 'date-time' };
  const schema = {
    type: 'object',
    required: ['at'],
    properties: { at: moment, later: moment, step: { enum: ['a'], default: 'a' }, kind: { const: 'event' }, inner: { type: 'object', properties: { on: { type: 'boolean', default: true } } } },
  };
  expect(startValue(schema, NOW_MS)).toEqual({ at: '2026-01-02T03:04:05.000Z', step: 'a', kind: 'event', inner: { on: true } });
});

test('what was left empty is not sent', () => {
  expect(pruned({ a: '', b: [], c: ['', 'x'], d: {}, e: 0, f: false, g: { h: '' } })).toEqual({ c: ['x'], e: 0, f: false });
});

test('missing fields are named by where they are', () => {
  const schema = { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'string' } }, c: { type: 'object', required: ['d'], properties: { d: { type: 'string' }, e: { type: 'string' } } } } };
  expect(missingIn(schema, { b: [''], c: { e: 'x' } })).toEqual(['/a', '/b', '/c/d']);
  expect(missingIn(schema, { a: 'x', b: ['y'] })).toEqual([]);
});

test('of rows those that hold something must hold all that is required', () => {
  const lot = { type: 'object', required: ['name', 'quantity'], properties: { name: { type: 'string' }, quantity: { type: 'number' } } };
  const schema = { type: 'object', properties: { lots: { type: 'array', items: lot } } };
  expect(missingIn(schema, { lots: [{ name: 'A', quantity: 0 }, {}, { name: 'B' }] })).toEqual(['/lots/2/quantity']);
  expect(missingIn(schema, { lots: [{}] })).toEqual([]);
});

test('of fields of which one must be filled none is: they are named, once for each such choice', () => {
  const either = (...names: string[]): JsonObject => ({ anyOf: names.map((name) => ({ required: [name] })) });
  const schema: JsonObject = { ...either('items', 'lots'), allOf: [either('from', 'to'), { required: ['other'] }] };
  expect(choicesMissing(schema, { items: [''] })).toEqual([['items', 'lots'], ['from', 'to']]);
  expect(choicesMissing(schema, { lots: [{ name: 'A' }], to: 'x' })).toEqual([]);
  expect(choicesMissing({ required: ['a'] }, {})).toEqual([]);
});

test('a fingerprint says whether it is salted where its schema names a switch for it', () => {
  expect(saltedBeside({ type: 'string', 'x-salted-in': 'salted' }, false)).toEqual({ salted: false });
  expect(saltedBeside({ type: 'string', 'x-salted-in': 'salted' }, true)).toEqual({ salted: true });
  expect(saltedBeside({ type: 'string' }, false)).toEqual({});
});

test('in every template’s form a switch that says whether a fingerprint is salted is named by the fingerprint', () => {
  const named = ['data-confirmation', 'open-ledger'].flatMap((template) => {
    const forms = JSON.parse(readFileSync(join('templates', template, 'forms.json'), 'utf8')) as { name: string; schema: JsonObject }[];
    return forms.flatMap(({ name, schema }) => {
      const fields = propertiesOf(schema);
      return fields.filter(([, field]) => 'x-salted-in' in field).map(([field, held]) => [name, field, kindOf(held), fields.find(([other]) => other === held['x-salted-in'])?.[1].type]);
    });
  });
  expect(named).toEqual([['claim', 'hash', 'fingerprint', 'boolean']]);
});
