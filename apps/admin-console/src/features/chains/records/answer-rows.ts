import type { Json, JsonObject } from '@bystack/api';

/** The value at a dot path; `undefined` where there is none. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value;
  return path.split('.').reduce<Json | undefined>((held, step) => (typeof held === 'object' && held !== null ? (held as Record<string, Json>)[step] : undefined), value);
}

/** The rows of an answer: itself, or the first list in it; a single thing is one row, nothing is none. */
export function rowsOf(answer: Json): readonly Json[] {
  if (answer === null) return [];
  if (Array.isArray(answer)) return answer as readonly Json[];
  const list = typeof answer === 'object' ? Object.values(answer as JsonObject).find((value) => Array.isArray(value)) : undefined;
  return (list as readonly Json[] | undefined) ?? [answer];
}
