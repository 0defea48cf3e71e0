import { objectOf } from '@bystack/api';
import { choiceWords } from '../../../parts/schema-form/schema';
import { withRecordTitles } from './record-titles';
import { calledIn } from './said-rows';

const title = (en: string) => ({ title: { en, zh: `${en}（中文）` } });
const card = { surface: { records: { event: { ...title('Event'), states: { recorded: title('Recorded'), open: title('Open') } }, lot: { ...title('Lot'), states: { recorded: title('Recorded'), open: title('On sale') } } } } } as never;

test.each([
  ['type', 'event', 'Event'],
  ['state', 'recorded', 'Recorded'],
  ['state', 'open', undefined],
  ['type', 'ObjectEvent', undefined],
  ['other', 'event', undefined],
])('%s %s is told as %s', (name, value, expected) => {
  expect(choiceWords(objectOf(withRecordTitles(new Map(), card).get(name)), value)?.en).toBe(expected);
});

test('what fields are called stays, and without rules nothing is added', () => {
  const fields = new Map([['state', { 'x-title': { en: 'State', zh: '状态' } }]]);
  expect(calledIn(withRecordTitles(fields, card), 'state').en).toBe('State');
  expect(withRecordTitles(fields, undefined)).toBe(fields);
});
