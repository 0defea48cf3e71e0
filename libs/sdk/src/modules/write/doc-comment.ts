import type { Json, JsonObject } from '@bystack/api';

const textIn = (value: Json | undefined): string => (typeof value === 'string' ? value : typeof value === 'object' && value !== null && !Array.isArray(value) ? textIn((value as JsonObject).en) : '');

/** What people read of a field: its title, its unit, what it takes when it is left out, and what else is said of it. '' if nothing is. */
export function wordsOf(schema: JsonObject): string {
  const title = textIn(schema['x-title']) || textIn(schema.title);
  const unit = textIn(schema['x-unit']);
  const more = textIn(schema['x-description']) || textIn(schema['x-help']) || textIn(schema.description);
  const preset = schema.default === undefined ? '' : `Left out: ${JSON.stringify(schema.default)}.`;
  return [`${title}${unit === '' ? '' : ` (${unit})`}`, preset, more].map(sentence).filter(Boolean).join(' ');
}

const sentence = (text: string): string => (text.trim() === '' || /[.!?:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** One line of comment; none for no words. What is said cannot end the comment. */
export function docComment(words: string): readonly string[] {
  const line = words.replace(/\s+/g, ' ').replaceAll('*/', '*\\/').trim();
  return line === '' ? [] : [`/** ${line} */`];
}
