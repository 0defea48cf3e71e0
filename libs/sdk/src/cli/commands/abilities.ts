import { writeFileSync } from 'node:fs';
import type { JsonObject, ModuleCard, Template } from '@bystack/api';
import { actsOf, asksOf, examplePayload } from '../acts';
import { OUT, text, wholeNumber, type Call, type Command } from '../command';
import { LocalError, UsageError } from '../exit';
import { findChain } from '../find-chain';
import { quoted } from '../quoted';
import { fieldLines, sampleOf } from '../schema-words';
import { columns } from '../table';
import { actLines } from './act-lines';
import { askLines } from './ask-lines';

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
    const templates = await templatesFor(call, cards);
    return { json: cards, text: cards.map((card) => abilityLines(name, card, templates).join('\n')).join('\n\n') };
  },
};

const example: Command = {
  name: 'chains example',
  arguments: ['CHAIN', 'COMMAND'],
  options: { out: OUT },
  summary: 'make a payload of a command of the rules, to be changed and submitted',
  details: 'Its data fit in shape; what it says is made up. Then: bystack submit CHAIN rule-book act --payload FILE. `bystack chains commands CHAIN rule-book` lists the commands and their fields.',
  async run(call) {
    const { CHAIN, COMMAND } = call.arguments;
    const { chainId } = await findChain(call.client(), CHAIN);
    const { items } = await call.client().chains.commands(chainId);
    const acts = items.flatMap((card) => actsOf(card).map(([name, act]) => ({ card, name, act })));
    const found = acts.find(({ name }) => name === COMMAND);
    if (found === undefined) throw new UsageError(`The chain’s rules have no command “${COMMAND}”. ${acts.length === 0 ? 'They have none.' : `They have: ${acts.map(({ name }) => name).join(', ')}.`}`);
    const payload = examplePayload(found.card, found.name, found.act, await templatesFor(call, [found.card]));
    if (payload === undefined) throw new LocalError('NO_EXAMPLE', `No example can be made for “${COMMAND}”: its data must match what only people can read, or be very long. See \`bystack chains commands ${CHAIN} ${found.card.name}\`.`);
    const out = text(call.values, 'out');
    if (out === undefined) return { json: payload, text: JSON.stringify(payload, null, 2) };
    writeFileSync(out, `${JSON.stringify(payload, null, 2)}\n`);
    return { json: { file: out, payload }, text: out };
  },
};

/** For their samples. */
async function templatesFor(call: Call, cards: readonly ModuleCard[]): Promise<readonly Template[]> {
  return cards.some((card) => actsOf(card).length + asksOf(card).length > 0) ? (await call.client().catalogue.templates('all')).items : [];
}

/** What one module takes, answers and tells, in lines for people. */
export function abilityLines(chain: string, card: ModuleCard, templates: readonly Template[] = []): readonly string[] {
  const { name, version, title, commands: taken, queries, events } = card;
  const line = (verb: string, what: string, option: string, schema: JsonObject) => `    bystack ${verb} ${quoted(chain)} ${name} ${what} --${option} ${quoted(JSON.stringify(sampleOf(schema)))}`;
  const told = events.map((event) => [event.name, event.title.en]);
  return [
    `${title.en} (${name} ${version})`,
    ...taken.flatMap((one) => [`  do: ${one.title.en}`, line('submit', one.name, 'payload', one.payload), ...indented(fieldLines(one.payload)), ...(takes(one.payload, 'command') ? actLines(quoted(chain), card, templates).map((line) => `    ${line}`) : [])]),
    ...queries.flatMap((one) => [`  ask: ${one.title.en}`, line('query', one.name, 'args', one.args), ...indented(fieldLines(one.args)), ...(takes(one.args, 'query') ? askLines(quoted(chain), card, one.name, templates).map((line) => `    ${line}`) : [])]),
    ...(told.length === 0 ? [] : ['  tells:', ...indented(columns(told))]),
    ...(taken.length + queries.length === 0 ? ['  Nothing to submit or to ask: it works by itself.'] : []),
  ];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `      ${line}`);

function takes({ properties = {} }: JsonObject, field: string): boolean {
  return Object.hasOwn(properties as object, field);
}

export const abilityCommands = [commands, example];
