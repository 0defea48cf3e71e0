import { canonicalJson, parseCanonicalJson } from '../codec/json';
import type { AnyModule } from '../module/active-module';
import { defineModule, type ModuleDefinition } from '../module/define-module';
import type { WriteBatch } from '../module/definition/stores';
import { BUDGETS } from '../module/meter';
import { toHex, utf8 } from '../primitives/bytes';

type Definition = ModuleDefinition<{ readonly step: number }>;
const words = { en: 'x', zh: 'x' };
const numberOf = (bytes: Uint8Array | undefined): number => (bytes === undefined ? 0 : (parseCanonicalJson(bytes) as number));
const bump = (state: WriteBatch, key: string, by: number): void => state.put('totals', utf8(key), canonicalJson(numberOf(state.get('totals', utf8(key))) + by));

/** Counts by name. */
export const tally = defineModule<{ readonly step: number }>({
  name: 'tally', version: '1.0.0', slot: 'contract', title: words, summary: words,
  params: { type: 'object', properties: { step: { type: 'integer', minimum: 1, maximum: 9, default: 1 } }, additionalProperties: false },
  stores: { totals: { number: 1, holds: 'name -> total' } },
  commands: {
    add: {
      title: words, payload: { type: 'object', properties: { names: { type: 'array', items: { type: 'string', maxLength: 8 }, maxItems: 400 } }, required: ['names'], additionalProperties: false },
      apply: ({ state, params }, { names }: { names: string[] }) => names.forEach((name) => bump(state, name, params.step)),
    },
    drop: {
      title: words, payload: { type: 'object', properties: { name: { type: 'string', maxLength: 8 } }, required: ['name'], additionalProperties: false },
      apply: ({ state }, { name }: { name: string }) => state.delete('totals', utf8(name)),
    },
  },
  queries: {
    all: { title: words, args: { type: 'object', additionalProperties: false }, answer: ({ state }) => state.range('totals', { limit: 2_000 }).map(({ key, value }) => [Buffer.from(key).toString(), numberOf(value)]) },
  },
});
/** The same in another unit, with a mark of its founding: the way there, and back. */
export const score = { ...tally, name: 'score', hooks: { genesis: ({ state }) => bump(state, '~made', 1) }, migrateFrom: { 'tally@1.0.0': tenTimes(10) } } as Definition;
const tallyAgain = { ...tally, version: '1.1.0', migrateFrom: { 'score@1.0.0': tenTimes(0.1) } } as Definition;

function tenTimes(factor: number): NonNullable<Definition['migrateFrom']>[string] {
  return {
    stores: ['totals'],
    entry: ({ state }, { key, value }) => (value === undefined ? state.delete('totals', key) : state.put('totals', key, canonicalJson(Math.round(numberOf(value) * factor)))),
  };
}
const migrating = (name: string, entry: NonNullable<Definition['migrateFrom']>[string]['entry']): Definition => ({ ...tally, name, migrateFrom: { 'tally@1.0.0': { stores: ['totals'], entry } } });
const spare: readonly Definition[] = [
  score, tallyAgain,
  migrating('thrower', ({ state }, { key, value }) => (toHex(key) === toHex(utf8('n300')) ? JSON.parse('{') : state.put('totals', key, value!))),
  migrating('late-thrower', ({ state }, { key, value }) => (toHex(key) === toHex(utf8('k69999')) ? JSON.parse('{') : state.put('totals', key, value!))),
  migrating('sleeper', async ({ state }, { key, value }) => state.put('totals', key, value!)),
  migrating('glutton', ({ from }) => { for (let i = 0; i <= BUDGETS.entry.operations; i += 1) from.state.get('totals', utf8('n1')); }),
  { ...tally, name: 'stillborn', hooks: { genesis: () => JSON.parse('{') as never } },
  { ...tally, name: 'confused', checkParams: () => JSON.parse('{') as never },
  { ...migrating('fickle', ({ state }, { key, value }) => state.put('totals', key, value!)), migrateFrom: { 'tally@1.0.0': { stores: ['totals'], applies: () => JSON.parse('{') as never, entry: () => undefined } } },
  { ...tally, name: 'needy', needs: ['slot:identity'] }, { ...tally, name: 'elsewhere', slot: 'privacy' }, { ...tally, name: 'fresh' },
];

/** One that counts, and others that could take its place, or cannot. */
export const TALLIES = [tally, ...spare] as unknown as readonly AnyModule[];
