import { rowsOf, valueAt } from './answer-rows';

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
