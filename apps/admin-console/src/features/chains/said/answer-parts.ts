import { objectOf, type Json, type JsonObject } from '@bystack/api';
import { propertiesOf } from '../../../parts/schema-form/schema';
import type { Fields } from './said-rows';

/** An answer as it is shown: its own facts, and each list in it as a table. */
export interface AnswerParts {
  readonly facts: Json;
  /** `name`: of the list in the answer; left out: the answer is the list. */
  readonly lists: readonly { readonly name?: string; readonly rows: readonly JsonObject[] }[];
}
/** How the argument is called with which a question goes on where a page ended. */
const CONTINUED_BY = ['after', 'before'];

const isGroups = (value: Json | undefined): value is JsonObject[] => Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item));

export function partsOf(answer: Json): AnswerParts {
  if (isGroups(answer)) return { facts: {}, lists: [{ rows: answer }] };
  if (Array.isArray(answer) || typeof answer !== 'object' || answer === null) return { facts: answer, lists: [] };
  const isPage = 'next' in answer;
  const isTable = (value: Json | undefined) => isGroups(value) && (isPage || value.length > 0);
  const entries = Object.entries(answer as JsonObject);
  return {
    facts: Object.fromEntries(entries.filter(([name, value]) => !isTable(value) && !(isPage && name === 'next'))) as JsonObject,
    lists: entries.flatMap(([name, value]) => (isTable(value) ? [{ name, rows: value as JsonObject[] }] : [])),
  };
}

/** What is in the rows, in the order in which the schemas name it. */
export function columnsIn(rows: readonly JsonObject[], fields: Fields): readonly string[] {
  const order = [...fields.keys()];
  const place = (name: string) => (fields.has(name) ? order.indexOf(name) : order.length);
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].sort((left, right) => place(left) - place(right));
}

/** What is asked in addition for the next page; undefined: this was the last, or the question knows no pages. */
export function nextPage(args: JsonObject, answer: Json): JsonObject | undefined {
  const { next } = objectOf(answer);
  const name = CONTINUED_BY.find((one) => propertiesOf(args).some(([each]) => each === one));
  return name === undefined || next === undefined || next === null ? undefined : { [name]: next };
}
