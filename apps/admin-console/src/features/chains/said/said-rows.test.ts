import { calledIn, fieldsIn, isAmount, saidRows } from './said-rows';

test('a payload is told line by line, with what stands beside each value', () => {
  const payload = { command: 'claim', data: { lots: [{ id: 'a' }, { id: 'b' }], tags: ['x', 'y'], none: null }, amount: '5', asset: 'ff' };
  expect(saidRows(payload).rows.map(({ path, value }) => [path.join('.'), value])).toEqual([
    ['command', 'claim'], ['data.lots.1.id', 'a'], ['data.lots.2.id', 'b'], ['data.tags', ['x', 'y']], ['data.none', null], ['amount', '5'], ['asset', 'ff'],
  ]);
  expect(saidRows(payload).rows.at(-2)?.beside).toMatchObject({ asset: 'ff' });
  expect([saidRows('00ff').rows, saidRows({}).rows]).toEqual([[{ path: [], value: '00ff', beside: {} }], []]);
});

test('of a long one it is said how much is left out', () => {
  const { rows, left } = saidRows({ many: Array.from({ length: 500 }, (_, n) => ({ n })) });
  expect([rows.length, left, saidRows({ few: 1 }).left]).toEqual([60, 440, 0]);
});

test.each([['amount', '500', true], ['paidIn', '0', true], ['leastAmount', '5', true], ['invoice', '2024001', false], ['amount', 500, false], ['amount', '1.5', false]])('%s %j is an amount: %s', (name, value, expected) => {
  expect(isAmount(name, value)).toBe(expected);
});

test('fields are called as the schema calls them, at any depth', () => {
  const schema = { properties: { lots: { type: 'array', 'x-title': { en: 'Lots', zh: '批次' }, items: { properties: { id: { title: 'Lot' } } } }, plain: {} } };
  expect(['lots', 'id', 'plain', 1].map((part) => calledIn(fieldsIn(schema), part).zh)).toEqual(['批次', 'Lot', 'plain', '1']);
  expect(calledIn(fieldsIn({ items: schema }, { properties: { id: { title: 'Other' } } }), 'id').en).toBe('Lot');
});
