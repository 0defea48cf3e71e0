import type { ModuleCard, Template, TemplateForm } from '@bystack/api';
import { formsOf, lookupsOf } from './forms';

const words = { en: 'A', zh: '甲' };
const card: ModuleCard = {
  name: 'names', version: '1.0.0', slot: 'identity', title: words, summary: words, params: {}, needs: [], events: [], errors: [],
  commands: [{ name: 'register', title: words, payload: { type: 'object', properties: { name: { type: 'string' } } } }],
  queries: [{ name: 'whoIs', title: words, args: { type: 'object', properties: { key: { type: 'string' } } } }],
};
const form = (name: string): TemplateForm => ({ name, title: words, help: words, module: 'm', command: 'c', schema: {}, payload: {} });
const template = { forms: [form('of the template')], lookups: [] } as unknown as Template;
const names = (forms: readonly { name: string }[]) => forms.map((each) => each.name);

test('the template’s forms come first, then the chain’s own, then one for each command', () => {
  const withSurface: ModuleCard = { ...card, surface: { forms: [{ ...form('of the chain') }] } as never };
  expect(names(formsOf(template, [withSurface]))).toEqual(['of the template']);
  expect(names(formsOf(undefined, [withSurface]))).toEqual(['of the chain']);
  expect(names(formsOf(undefined, [card]))).toEqual(['names.register']);
});

test('a form for a command sends each of its fields', () => {
  expect(formsOf(undefined, [card])[0]).toMatchObject({ module: 'names', command: 'register', payload: { name: '{{name}}' } });
  expect(lookupsOf(template, [card])[0]).toMatchObject({ module: 'names', query: 'whoIs', args: { key: '{{key}}' } });
});
