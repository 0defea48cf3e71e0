import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '@bystack/api';
import { changeInBothLanguages, inBothLanguages, parametersInBothLanguages } from './both-languages';
import { Modules } from './registry';

const folder = join(__dirname, '../../../../../templates/data-confirmation');
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as JsonObject;
const whole = { ...read('package.json'), forms: read('forms.json') as unknown as Json, lookups: read('lookups.json') as unknown as Json };
const ruleBook = new Modules().find('contract', 'rule-book')!;

/** As an author writes it who knows one language. */
function only(language: 'en' | 'zh', value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => only(language, item));
  if (typeof value !== 'object' || value === null) return value;
  const group = value as JsonObject;
  if (typeof group.en === 'string' && typeof group.zh === 'string') return { [language]: group[language]! };
  return Object.fromEntries(Object.entries(group).map(([key, part]) => [key, only(language, part)]));
}

/** Every text of the other language is that of this one. */
function said(language: 'en' | 'zh', value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => said(language, item));
  if (typeof value !== 'object' || value === null) return value;
  const group = value as JsonObject;
  if (typeof group.en === 'string' && typeof group.zh === 'string') return { en: group[language]!, zh: group[language]! };
  return Object.fromEntries(Object.entries(group).map(([key, part]) => [key, said(language, part)]));
}

describe.each(['en', 'zh'] as const)('a package that is written in %s alone', (language) => {
  const written = only(language, whole);

  it('is not taken as it is, and is taken in both languages, all of it', () => {
    expect(() => ruleBook.checkParams!({ package: written } as never)).toThrow('PACKAGE_INVALID');
    expect(inBothLanguages(written)).toEqual(said(language, whole));
    expect(() => ruleBook.checkParams!(parametersInBothLanguages({ package: written }) as never)).not.toThrow();
  });

  it('is completed wherever a change brings it', () => {
    expect(changeInBothLanguages({ kind: 'publish-package', module: 'rule-book', content: written })).toMatchObject({ content: said(language, whole) });
    expect(changeInBothLanguages({ kind: 'swap-module', module: 'rule-book', by: { name: 'rule-book', version: '2.0.0', parameters: { package: written } } })).toMatchObject({ by: { parameters: { package: said(language, whole) } } });
  });
});

it('what is in both languages, and what is not for people, stays as it is', () => {
  expect(inBothLanguages(whole)).toEqual(whole);
  // What no chain takes is left to be refused for it.
  const endless = { ...whole, summary: { en: 'x'.repeat(512 * 1024) } };
  expect(inBothLanguages(endless)).toBe(endless);
  const book = { commands: { a: { data: { properties: { title: { en: 'x' } }, default: { title: { en: 'x' } } }, effects: [{ create: { data: { value: { en: 'x' } } } }] } }, records: { title: { title: { en: 'T' }, states: {} } }, en: 'x' };
  expect(inBothLanguages(book)).toEqual({ ...book, records: { title: { title: { en: 'T', zh: 'T' }, states: {} } } });
  for (const change of [{ kind: 'publish-package' }, { kind: 'swap-module', by: null }, { kind: 'set-parameters' }]) expect(changeInBothLanguages(change as never)).toEqual(change);
});
