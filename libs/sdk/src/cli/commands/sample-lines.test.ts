import type { Json, SampleView } from '@bystack/api';
import { sampleLines } from './sample-lines';

const sample = (before: Json, ...after: [string, Json][]): SampleView => ({ module: 'rule-book@2.0.0', store: 'records', before, after: after.map(([store, value]) => ({ store, value })) });
const record = (type: string, state: string): Json => ({ type, key: 'e1', state, data: { lots: [{ id: 'a' }], note: 'n'.repeat(200) } });

test.each<[string, SampleView[], string[]]>([
  ['only what differs', [sample(record('event', 'recorded'), ['records', record('happening', 'noted')])], ['  records “e1”', '    type: event → happening', '    state: recorded → noted']],
  ['how many entries of other stores stand beside it', [sample(record('event', 'x'), ['index', '6d59'], ['records', record('event', 'x')], ['index', '6d60'])], ['  records “e1” (and 2 entries of index)', '    as before']],
  ['what is new and what is gone', [sample({ name: 'Ann', roles: [] }, ['members', { name: 'Ann', badge: null }])], ['  records → members “Ann”', '    roles: [] → (nothing)', '    badge: (nothing) → null']],
  ['what has no parts', [sample(5, ['records', 6])], ['  records', '    5 → 6']],
  ['how many become nothing', [sample(record('event', 'x')), sample(1, ['records', 1])], ['Mind: of 2 entries shown below nothing would stand for 1.', `  records: type = event, key = e1, state = x, data.lots.0.id = a, data.note = ${'n'.repeat(80)}… → nothing`, '  records', '    as before']],
])('says %s', (_what, samples, lines) => {
  expect(sampleLines(samples)).toEqual(lines);
});
