import { objectOf, type Words } from './json';

type Wording = 'title' | 'description';

/** Wording in every language is in `x-words` (templates) or `x-title`, `x-description` (modules); plain `title` and `description` are the fallback. */
export function wordsOf(schema: Readonly<Record<string, unknown>>, which: Wording): Words | undefined {
  for (const words of [objectOf(objectOf(schema['x-words'])[which]), objectOf(schema[`x-${which}`])]) {
    if (typeof words.en === 'string' && typeof words.zh === 'string') return { en: words.en, zh: words.zh };
  }
  const plain = schema[which];
  return typeof plain === 'string' ? { en: plain, zh: plain } : undefined;
}
