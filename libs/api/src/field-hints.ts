import { isObject, objectOf, type Words } from './json';
import { knownPattern, patternWords } from './pattern-words';
import { wordsOf } from './schema-titles';

/** What a schema says to people of a field whose form a pattern asks for. */
export interface FieldHint {
  readonly title?: Words | undefined;
  readonly description?: Words | undefined;
  readonly example?: string | undefined;
  /** What can be chosen where a form asks for such a field, the first of them with their words. */
  readonly choices?: Words | undefined;
}
/** By the pattern, as a refusal names it. */
export type Hints = (pattern: string) => FieldHint | undefined;

/** So much of a pattern stands in the reasons of a rule book. */
const TOLD_MAX = 80;
/** A description may be long; beside a field it is read whole. */
const DESCRIPTION_MAX = 300;

export function hintOf(schema: Readonly<Record<string, unknown>>): FieldHint {
  const { examples } = schema;
  const example = Array.isArray(examples) && typeof examples[0] === 'string' ? examples[0] : undefined;
  return { title: wordsOf(schema, 'title'), description: wordsOf(schema, 'description'), example };
}

/**
 * Looks for a pattern in whatever holds schemas (cards of modules, forms), at a field of the name that the place ends with if there is one, else at any.
 * @param holder asked for only when a pattern is to be told
 */
export function hintsIn(holder: () => unknown, place = ''): Hints {
  const name = place.split('/').findLast((step) => !/^\d*$/.test(step));
  return (pattern) => {
    const found = [...fieldsWith(pattern.slice(0, TOLD_MAX), holder(), undefined)];
    const own = found.find((one) => one.name === name && isTelling(one.hint))?.hint;
    if (own !== undefined) return own;
    const choices = name === undefined ? undefined : choicesOf(name, holder());
    return choices === undefined ? found.find(({ hint }) => isTelling(hint))?.hint : { choices };
  };
}

const isTelling = ({ title, description, example }: FieldHint): boolean => (title ?? description ?? example) !== undefined;

function* fieldsWith(pattern: string, value: unknown, name: string | undefined): Generator<{ readonly name: string | undefined; readonly hint: FieldHint }> {
  if (Array.isArray(value)) for (const one of value) yield* fieldsWith(pattern, one, name);
  if (!isObject(value)) return;
  if (typeof value['pattern'] === 'string' && value['pattern'].slice(0, TOLD_MAX) === pattern) yield { name, hint: hintOf(value) };
  // The entries of a list are called as the list is.
  for (const [key, one] of Object.entries(value)) yield* fieldsWith(pattern, one, key === 'items' ? name : key);
}

/** So many are told as examples. */
const CHOICES_MAX = 4;

/** Of codes that a form lets people choose by their words, such as units. */
function choicesOf(name: string, holder: unknown): Words | undefined {
  const known = fieldCalled(name, holder);
  const told = (known?.codes ?? []).slice(0, CHOICES_MAX);
  if (known === undefined || told.length === 0) return undefined;
  return { en: told.map(([code, { en }]) => `${code} for ${en}`).join(', '), zh: told.map(([code, { zh }]) => `${code} 表示${zh}`).join('、') };
}

interface Chosen {
  readonly codes: readonly (readonly [code: string, words: Words])[];
}

/** The first field of that name whose values have words. */
function fieldCalled(name: string, value: unknown): Chosen | undefined {
  if (!isObject(value)) return Array.isArray(value) ? firstOf(value, (one) => fieldCalled(name, one)) : undefined;
  const here = value[name];
  const codes = isObject(here) && Array.isArray(here['enum']) ? (here['enum'] as readonly unknown[]).flatMap((code) => worded(here, code)) : [];
  return codes.length > 0 ? { codes } : firstOf(Object.values(value), (one) => fieldCalled(name, one));
}

function worded(schema: Readonly<Record<string, unknown>>, code: unknown): readonly (readonly [string, Words])[] {
  if (typeof code !== 'string' || code === '') return [];
  const words = [objectOf(objectOf(schema['x-words'])['choices']), objectOf(schema['x-enum-titles'])].map((all) => objectOf(all[code])).find(({ en, zh }) => typeof en === 'string' && typeof zh === 'string');
  return words === undefined ? [] : [[code, words as unknown as Words]];
}

function firstOf<T, R>(values: readonly T[], found: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const one = found(value);
    if (one !== undefined) return one;
  }
  return undefined;
}

/** A pattern as people read it: its name if it has one, what its field says of itself, else what the pattern says in words, each with an example; the pattern itself only where nothing else is said. Completes “it must be …”. */
export function formWords(pattern: string, hint: FieldHint = {}): Words {
  const known = knownPattern(pattern);
  if (known !== undefined) return known;
  const { title, description, example, choices } = hint;
  if (choices !== undefined) return codeWords(choices);
  const base = described(description) ?? patternWords(pattern) ?? (title === undefined ? undefined : { en: `in the form of a “${title.en}”`, zh: `“${title.zh}”的形式` });
  if (example === undefined || (base !== undefined && (base.en.includes(example) || base.zh.includes(example)))) return base ?? { en: `of the form ${pattern}`, zh: `形如 ${pattern} 的文本` };
  return base === undefined ? { en: `such as ${example}`, zh: `如 ${example} 的形式` } : { en: `${base.en}, such as ${example}`, zh: `${base.zh}，如 ${example}` };
}

/** Completes “it must be …”. */
export function codeWords({ en, zh }: Words): Words {
  return { en: `a code such as ${en}`, zh: `代码，如 ${zh}` };
}

function described(description: Words | undefined): Words | undefined {
  if (description === undefined || description.en.length > DESCRIPTION_MAX || description.zh.length > DESCRIPTION_MAX) return undefined;
  const bare = (text: string): string => text.trim().replace(/[.。]$/, '');
  return { en: `as its description says: ${bare(description.en)}`, zh: `其说明所述的形式：${bare(description.zh)}` };
}
