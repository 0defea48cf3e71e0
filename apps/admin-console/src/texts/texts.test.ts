import { PROBLEMS } from '@bystack/api';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literalTexts, stringsIn } from '../testing/literal-texts';
import en from './en.json';
import zh from './zh.json';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, before = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(before + key, value);
    else for (const [inner, text] of flat(value, `${before}${key}.`)) found.set(inner, text);
  }
  return found;
}

const english = flat(en);
const chinese = flat(zh);
/** English tells one from many, Chinese does not: both belong to one entry. */
const entryOf = (key: string): string => key.replace(/_(one|other)$/, '');
const entries = (texts: Map<string, string>): string[] => [...new Set([...texts.keys()].map(entryOf))].sort();
const placesIn = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

const root = join(__dirname, '..');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

test('both languages have the same entries', () => {
  expect(entries(chinese)).toEqual(entries(english));
});

test('every entry that counts has a form for one and a form for many in English', () => {
  const counting = [...english.keys()].filter((key) => key.endsWith('_one') || key.endsWith('_other')).map(entryOf);
  for (const entry of counting) expect([entry, english.has(`${entry}_one`), english.has(`${entry}_other`), chinese.has(`${entry}_other`)]).toEqual([entry, true, true, true]);
});

test('a text says the same figures in both languages', () => {
  for (const [key, text] of chinese) {
    const other = english.get(key) ?? english.get(entryOf(key));
    expect([key, ...placesIn(text)]).toEqual([key, ...placesIn(other ?? '')]);
  }
});

test('no text is empty, and Chinese is Chinese', () => {
  const sameOnPurpose = ['product', 'language.en', 'language.zh', 'runtime.docker', 'form.entry', 'chains.runningOf', 'operation.progress', 'copy.asShort'];
  for (const [key, text] of [...english, ...chinese]) expect([key, text.trim() === '']).toEqual([key, false]);
  for (const [key, text] of chinese) if (!sameOnPurpose.includes(key)) expect([key, /\p{Script=Han}/u.test(text)]).toEqual([key, true]);
});

test('no text is written in the markup', () => {
  const found = sources.filter((name) => name.endsWith('.tsx')).flatMap((name) => literalTexts(read(name)).map((text) => `${name}:${text}`));
  expect(found).toEqual([]);
});

test('the check for texts in the markup sees them', () => {
  expect(literalTexts('const a = <p title="Hello">Bye {"now"} {t("x")} · {1}</p>;')).toEqual(['1: Hello', '1: Bye', '1: now']);
  expect(literalTexts('const a = <p className="big" title={t("x")}>{" · "}</p>;')).toEqual([]);
});

test('every text is used', () => {
  const all = sources.map((name) => stringsIn(read(name)));
  const beginnings = all.flatMap((each) => each.beginnings);
  const used = (entry: string) => all.some((each) => each.whole.has(entry)) || beginnings.some((head) => entry.startsWith(head));
  expect(entries(english).filter((entry) => !used(entry))).toEqual([]);
});

test('every kind of operation, and every action that the control plane writes down, has words', () => {
  const declared = /interface Operation \{[^}]*?readonly kind: ([^;]+);/.exec(readFileSync('libs/api/src/rest/operations.ts', 'utf8'))?.[1] ?? '';
  const kinds = [...declared.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
  const control = join(root, '../../control-plane/src');
  const code = readdirSync(control, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ts$/.test(name) && !name.endsWith('.test.ts'));
  const noted = code.flatMap((name) => [...readFileSync(join(control, name), 'utf8').matchAll(/action: '([a-z-]+\.[a-z-]+)'/g)].map((match) => match[1] ?? ''));
  expect([noted.includes('chain.create-failed'), kinds.includes('chain.create')]).toEqual([true, true]);
  expect(kinds.filter((kind) => !english.has(`operationKind.${kind}`) || !english.has(`operationFailed.${kind}`))).toEqual([]);
  expect([...noted, ...kinds].filter((action) => !english.has(`action.${action}`))).toEqual([]);
});

test('next steps are for problems that exist', () => {
  const known = new Set([...Object.keys(PROBLEMS), 'UNREACHABLE']);
  expect(Object.keys(en.next).filter((code) => !known.has(code))).toEqual([]);
});
