import { objectOf, type JsonObject, type ModuleCard, type Words } from '@bystack/api';
import type { Fields } from './said-rows';

/** Values of records that a package of rules has titles for: which type one is of, and in which state it is. */
const TITLED = ['type', 'state'] as const;

/** The same fields, in which types and states of records are told by their titles. A state that two types call by different titles keeps its name. */
export function withRecordTitles(fields: Fields, card: ModuleCard | undefined): Fields {
  const records = Object.entries(objectOf(card?.surface?.records));
  if (records.length === 0) return fields;
  const titles = { type: titlesIn(records), state: titlesIn(records.flatMap(([, record]) => Object.entries(objectOf(objectOf(record).states)))) };
  const told = TITLED.map((name) => [name, { ...fields.get(name), 'x-enum-titles': { ...titles[name], ...objectOf(fields.get(name)?.['x-enum-titles']) } }] as const);
  return new Map([...fields, ...told]);
}

function titlesIn(entries: readonly (readonly [string, unknown])[]): JsonObject {
  const titles = new Map<string, Words | null>();
  for (const [name, entry] of entries) {
    const { en, zh } = objectOf(objectOf(entry as JsonObject).title);
    if (typeof en !== 'string' || typeof zh !== 'string') continue;
    const other = titles.get(name);
    titles.set(name, other === undefined || (other?.en === en && other.zh === zh) ? { en, zh } : null);
  }
  return Object.fromEntries([...titles].flatMap(([name, title]) => (title === null ? [] : [[name, { ...title }]])));
}
