import type { Json } from '@bystack/api';
import { calledIn, linesOf, orderOf, rowsOf, valueAt, valuesAt } from './answer-rows';

test('dot paths lead into objects and lists, or nowhere', () => {
  expect(valueAt({ a: { b: [1, { c: 2 }] } }, 'a.b.1.c')).toBe(2);
  expect(valueAt({ a: null }, 'a.b')).toBeUndefined();
  expect(valueAt('x', '')).toBe('x');
});

test('an answer is a list, holds one, or is one row', () => {
  expect(rowsOf([1, 2])).toEqual([1, 2]);
  expect(rowsOf({ more: false, records: [1] })).toEqual([1]);
  expect(rowsOf({ name: 'one' })).toEqual([{ name: 'one' }]);
  expect(rowsOf(null)).toEqual([]);
});

test('paths go through lists, entry by entry', () => {
  expect(valuesAt({ a: [{ b: [1, 2] }, { b: 3 }, { c: 4 }, null] }, 'a.b')).toEqual([1, 2, 3]);
  expect(valuesAt({ a: 1 }, 'b')).toEqual([]);
});

test('rows of several places stand together, each once, by when they were wherever that was', () => {
  const [early, late] = [{ at: '2026-03-02T09:30:00-05:00' }, { at: '2026-03-02T15:00:00+00:00' }];
  const answer = { records: [late], linked: [{ value: 'x', records: [early, late] }, { value: 'y', records: [early] }] };
  expect(rowsOf(answer, { rows: ['records', 'linked.records'], orderBy: 'at' })).toEqual([early, late]);
  expect(rowsOf([{ n: 10 }, { n: 9 }], { orderBy: 'n' })).toEqual([{ n: 9 }, { n: 10 }]);
  expect([orderOf(undefined), orderOf(['b'])]).toEqual(['""', '["b"]']);
});

const used = { en: 'used', zh: '投入' };
const row: Json = { items: ['one'], lots: [{ lot: 'A', quantity: 1.5, unit: 'KGM' }, { lot: 'B', quantity: 3 }, { lot: 'C' }] };

test('what a cell has of several places, line by line, beside the quantities of the same lines', () => {
  const named = linesOf(row, [{ path: 'items' }, { path: 'lots', field: 'lot', title: used }, { path: 'none', field: 'lot' }]);
  expect(named.map(({ title, value }) => [title?.en, value])).toEqual([[undefined, 'one'], ['used', 'A'], ['used', 'B'], ['used', 'C']]);
  const amounts = linesOf(row, [{ path: 'items', field: 'quantity', unit: 'unit' }, { path: 'lots', field: 'quantity', unit: 'unit' }]);
  expect(amounts.map(({ value, unit }) => [value, unit])).toEqual([[undefined, undefined], [1.5, 'KGM'], [3, ''], [undefined, '']]);
});

test('values are called by their words, also where a URI of the vocabulary stands for one', () => {
  const choices = { shipping: { en: 'Shipped', zh: '发货' }, '': { en: 'pieces', zh: '件' } };
  for (const step of ['shipping', 'https://ref.gs1.org/cbv/BizStep-shipping', 'urn:epcglobal:cbv:bizstep:shipping']) expect(calledIn(choices, step)?.en).toBe('Shipped');
  expect([calledIn(choices, '')?.en, calledIn(choices, 'toString'), calledIn(undefined, 'shipping'), calledIn(choices, 5)]).toEqual(['pieces', undefined, undefined, undefined]);
});
