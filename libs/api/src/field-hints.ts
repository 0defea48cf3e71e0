import { isObject, type Words } from './json';
import { knownPattern, patternWords } from './pattern-words';
import { wordsOf } from './schema-titles';

/** What a schema says to people of a field whose form a pattern asks for. */
export interface FieldHint {
  readonly title?: Words | undefined;
  readonly description?: Words | undefined;
  readonly example?: string | undefined;
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
    return (found.find((one) => one.name === name && isTelling(one.hint)) ?? found.find(({ hint }) => isTelling(hint)))?.hint;
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

/** A pattern as people read it: its name if it has one, what its field says of itself, else what the pattern says in words, each with an example; the pattern itself only where nothing else is said. Completes “it must be …”. */
export function formWords(pattern: string, hint: FieldHint = {}): Words {
  const known = knownPattern(pattern);
  if (known !== undefined) return known;
  const { title, description, example } = hint;
  const base = described(description) ?? patternWords(pattern) ?? (title === undefined ? undefined : { en: `in the form of a “${title.en}”`, zh: `“${title.zh}”的形式` });
  if (example === undefined || (base !== undefined && (base.en.includes(example) || base.zh.includes(example)))) return base ?? { en: `of the form ${pattern}`, zh: `形如 ${pattern} 的文本` };
  return base === undefined ? { en: `such as ${example}`, zh: `如 ${example} 的形式` } : { en: `${base.en}, such as ${example}`, zh: `${base.zh}，如 ${example}` };
}

function described(description: Words | undefined): Words | undefined {
  if (description === undefined || description.en.length > DESCRIPTION_MAX || description.zh.length > DESCRIPTION_MAX) return undefined;
  const bare = (text: string): string => text.trim().replace(/[.。]$/, '');
  return { en: `as its description says: ${bare(description.en)}`, zh: `其说明所述的形式：${bare(description.zh)}` };
}
