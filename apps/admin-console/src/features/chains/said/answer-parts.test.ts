import { columnsIn, nextPage, partsOf } from './answer-parts';
import { fieldsIn } from './said-rows';

test.each([
  ['a page', { members: [{ key: 'a' }], next: 'a' }, { facts: {}, lists: [{ name: 'members', rows: [{ key: 'a' }] }] }],
  ['an empty page', { members: [], next: null }, { facts: {}, lists: [{ name: 'members', rows: [] }] }],
  ['a list', [{ key: 'a' }], { facts: {}, lists: [{ rows: [{ key: 'a' }] }] }],
  ['facts with a list', { left: 3, credits: [{ asset: 'x' }], roles: ['a'] }, { facts: { left: 3, roles: ['a'] }, lists: [{ name: 'credits', rows: [{ asset: 'x' }] }] }],
  ['facts with an empty list', { left: 3, credits: [] }, { facts: { left: 3, credits: [] }, lists: [] }],
  ['one value', 7, { facts: 7, lists: [] }],
])('%s', (_what, answer, parts) => expect(partsOf(answer)).toEqual(parts));

test('columns stand as the schema has them, and what it does not name comes last', () => {
  const fields = fieldsIn({ properties: { text: { title: 'Text' }, at: { title: 'At' } } });
  expect(columnsIn([{ at: 1, other: 2 }, { at: 1, text: 'x' }], fields)).toEqual(['text', 'at', 'other']);
});

test('the next page is asked for by what the question takes', () => {
  const after = { properties: { after: { type: 'string' } } };
  expect([nextPage(after, { next: 'k' }), nextPage({ properties: { before: {} } }, { next: 9 }), nextPage(after, { next: null }), nextPage({}, { next: 'k' }), nextPage(after, null)]).toEqual([{ after: 'k' }, { before: 9 }, undefined, undefined, undefined]);
});
