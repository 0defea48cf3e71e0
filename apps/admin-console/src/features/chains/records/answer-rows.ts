import { isObject, type ColumnLine, type Json, type JsonObject, type TemplateLookup, type Words } from '@bystack/api';
import { textOf } from '../../../platform/text-of';

/** The value at a dot path; `undefined` where there is none. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value;
  return path.split('.').reduce<Json | undefined>((held, step) => (typeof held === 'object' && held !== null ? (held as Record<string, Json>)[step] : undefined), value);
}

const entriesOf = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [value]);

/** All values at a dot path; of lists on the way, and of one at its end, each entry. */
export function valuesAt(value: Json, path: string): readonly Json[] {
  const step = (held: readonly Json[], name: string) => held.flatMap((one) => (isObject(one) && Object.hasOwn(one, name) ? entriesOf(one[name]!) : []));
  return path.split('.').reduce(step, entriesOf(value));
}

/** The rows of an answer: where the lookup says, each once and in its order; else itself, or the first list in it; a single thing is one row, nothing is none. */
export function rowsOf(answer: Json, { rows, orderBy }: Pick<TemplateLookup, 'rows' | 'orderBy'> = {}): readonly Json[] {
  const found = rows === undefined ? firstListIn(answer) : eachOnce(rows.flatMap((path) => valuesAt(answer, path)));
  return orderBy === undefined ? found : found.toSorted((left, right) => compared(orderOf(valueAt(left, orderBy)), orderOf(valueAt(right, orderBy))));
}

function firstListIn(answer: Json): readonly Json[] {
  if (answer === null) return [];
  if (Array.isArray(answer)) return answer as readonly Json[];
  const list = typeof answer === 'object' ? Object.values(answer as JsonObject).find((value) => Array.isArray(value)) : undefined;
  return (list as readonly Json[] | undefined) ?? [answer];
}

function eachOnce(rows: readonly Json[]): readonly Json[] {
  return [...new Map(rows.map((row) => [textOf(row), row])).values()];
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What a value is ordered by: moments by when they were, wherever that was. */
export function orderOf(value: Json | undefined): string | number {
  if (typeof value === 'string' && MOMENT.test(value)) return Date.parse(value);
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function compared(left: string | number, right: string | number): number {
  return typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
}

/** One line of a cell. `value` is undefined where the place has nothing of that kind: a single item has no quantity. */
export interface Line {
  readonly title: Words | undefined;
  readonly value: Json | undefined;
  /** Empty: the value has none. */
  readonly unit: string | undefined;
}

/** The values of several places, in their order. */
export function linesOf(row: Json, lines: readonly ColumnLine[]): readonly Line[] {
  return lines.flatMap(({ path, field, unit, title }) =>
    valuesAt(row, path).map((value) => ({
      title,
      value: field === undefined ? value : isObject(value) ? value[field] : undefined,
      unit: unit !== undefined && isObject(value) ? String(value[unit] ?? '') : undefined,
    })),
  );
}

/** What a value is called: by itself, or by the last word of a URI of GS1’s vocabulary (`…:bizstep:shipping`). */
export function calledIn(choices: Readonly<Record<string, Words>> | undefined, value: Json | undefined): Words | undefined {
  if (choices === undefined || typeof value !== 'string') return undefined;
  const last = value.split(/[:/-]/).at(-1) ?? '';
  return [value, ...(last === '' ? [] : [last])].flatMap((name) => (Object.hasOwn(choices, name) ? [choices[name]!] : []))[0];
}
