import type { Json, JsonObject, ModuleCard, Words } from '@bystack/api';
import { wholeNumber, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { fieldLines, sampleOf } from '../schema-words';
import { columns } from '../table';

const commands: Command = {
  name: 'chains commands',
  arguments: ['CHAIN', '[MODULE]'],
  options: { set: { type: 'string', value: 'NUMBER', help: 'of a set of modules that was in force once (0: of the founding): see `bystack chains modules`' } },
  summary: 'list what can be submitted to a chain and asked of it, with every field',
  details: 'For each module in force: its commands (`bystack submit`), its questions (`bystack query`), and what its events are called. With --json the schemas, as REST answers.',
  async run(call) {
    const { CHAIN, MODULE } = call.arguments;
    const { chainId, name } = await findChain(call.client(), CHAIN);
    const { items } = await call.client().chains.commands(chainId, wholeNumber(call.values, 'set'));
    const cards = items.filter((card) => MODULE === undefined || card.name === MODULE);
    if (cards.length === 0) throw new UsageError(`The chain has no module “${MODULE}”. It has: ${items.map((card) => card.name).join(', ')}.`);
    return { json: cards, text: cards.map((card) => abilityLines(name, card).join('\n')).join('\n\n') };
  },
};

/** What one module takes, answers and tells, in lines for people. */
export function abilityLines(chain: string, { name, version, title, commands: taken, queries, events, surface = {} }: ModuleCard): readonly string[] {
  const line = (verb: string, what: string, option: string, schema: JsonObject) => `    bystack ${verb} ${quoted(chain)} ${name} ${what} --${option} '${JSON.stringify(sampleOf(schema))}'`;
  const told = events.map((event) => [event.name, event.title.en]);
  return [
    `${title.en} (${name} ${version})`,
    ...taken.flatMap((one) => [`  do: ${one.title.en}`, line('submit', one.name, 'payload', one.payload), ...indented(fieldLines(one.payload)), ...named('command', surface.acts, one.payload)]),
    ...queries.flatMap((one) => [`  ask: ${one.title.en}`, line('query', one.name, 'args', one.args), ...indented(fieldLines(one.args)), ...named('query', surface.asks, one.args)]),
    ...(told.length === 0 ? [] : ['  tells:', ...indented(columns(told))]),
    ...(taken.length + queries.length === 0 ? ['  Nothing to submit or to ask: it works by itself.'] : []),
  ];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `      ${line}`);
const quoted = (text: string): string => (/^[\w.@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** What a package calls its own: the values that the field of this name takes. */
function named(field: string, table: Json | undefined, { properties = {} }: JsonObject): string[] {
  if (!Object.hasOwn(properties as object, field) || typeof table !== 'object' || table === null) return [];
  return Object.entries(table as unknown as Record<string, { title: Words }>).map(([name, { title }]) => `        ${field} ${JSON.stringify(name)}: ${title.en}`);
}

export const abilityCommands = [commands];
