import type { TemplateForm } from '@bystack/api';
import { namedIn, pointerOf, refusedAt, refusedFields } from './refused-fields';

const title = (en: string) => ({ 'x-words': { title: { en, zh: en } } });
const form = {
  schema: { type: 'object', properties: { place: { type: 'string', ...title('Where') }, lots: { type: 'array', ...title('Lots'), items: { type: 'object', properties: { quantity: { type: 'number', ...title('Quantity') } } } } } },
  payload: { command: 'capture', data: { events: [{ readPoint: { id: '{{place}}' }, quantityList: '{{lots}}' }] } },
} as unknown as TemplateForm;
const named = namedIn(form, (words, without) => words?.en ?? without);

test.each([
  ['/payload/data/events/0/readPoint/id', 'Where'],
  ['/data/events/0/quantityList/1/quantity', 'Lots 2 · Quantity'],
  ['/payload/data/events/0/bizStep', undefined],
  ['/payload', undefined],
])('what stands at %s is called %s', (pointer, label) => expect(named(pointer)).toBe(label));

test('where a payload has no data of its own the place is in the payload itself', () => {
  const own = { schema: { properties: { name: { type: 'string', ...title('Name') } } }, payload: { name: '{{name}}' } } as unknown as TemplateForm;
  const outcome = { kind: 'refused', code: 'NAME_INVALID', detail: 'No.', facts: { path: '/name' } } as const;
  expect(refusedFields(own, refusedAt(outcome, 'en'))).toEqual({ '/name': 'No.' });
  expect(namedIn(own, (words, without) => words?.en ?? without)(pointerOf(outcome)!)).toBe('Name');
});

test('what says no place is at no field', () => {
  expect(refusedAt({ kind: 'refused', code: 'X', detail: 'No.', facts: {} }, 'en')).toEqual({});
  expect(refusedAt({ kind: 'accepted' }, 'en')).toEqual({});
});
