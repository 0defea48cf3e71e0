import type { ModuleCard } from '@bystack/api';
import { moduleIdOf } from '../../modules/write/module-type';
import type { Answer, Command } from '../command';
import { UsageError } from '../exit';
import { fieldLines } from '../schema-words';
import { table } from '../table';

const bySlot = (a: ModuleCard, b: ModuleCard): number => a.slot.localeCompare(b.slot);

const modules: Command = {
  name: 'modules',
  arguments: ['[MODULE]'],
  summary: 'list what slots of chains can be filled with, or show the parameters of one (NAME or NAME@VERSION)',
  details: 'A chain gets another module than its template says with: bystack chains create NAME --template TEMPLATE --slot SLOT=MODULE --params SLOT=JSON.',
  async run(call) {
    const { items } = await call.client().catalogue.modules();
    const { MODULE } = call.arguments;
    return MODULE === undefined ? listed([...items].sort(bySlot)) : shown(items, MODULE);
  },
};

function listed(cards: readonly ModuleCard[]): Answer {
  return { json: cards, text: table(['SLOT', 'MODULE', 'TITLE', 'FOUNDING'], cards.map((card) => [card.slot, moduleIdOf(card), card.title.en, card.notAtFounding === undefined ? 'yes' : 'by vote only'])) };
}

/** Of a name alone, every version: they may differ in their parameters. */
function shown(cards: readonly ModuleCard[], wanted: string): Answer {
  const found = cards.filter((card) => [card.name, moduleIdOf(card)].includes(wanted));
  if (found.length === 0) throw new UsageError(`There is no module “${wanted}”. There are: ${cards.map(moduleIdOf).join(', ')}.`);
  return { json: found, text: found.map((card) => cardLines(card).join('\n')).join('\n\n') };
}

function cardLines(card: ModuleCard): readonly string[] {
  const { slot, title, summary, params } = card;
  const fields = fieldLines(params);
  return [
    `${title.en} (${moduleIdOf(card)}), for the slot ${slot}`,
    summary.en,
    ...needLines(card),
    ...(fields.length === 0 ? ['No parameters.'] : ['Parameters (* must be given):', ...fields.map((line) => `  ${line}`)]),
  ];
}

/** What must be there before a chain can have it. */
function needLines({ needs, needsAssets, notAtFounding, errors }: ModuleCard): readonly string[] {
  const told = errors.find(({ code }) => code === notAtFounding)?.words.en;
  return [
    ...(needs.length === 0 ? [] : [`Needs: ${needs.map((need) => (need.startsWith('slot:') ? `a module in the slot ${need.slice(5)}` : need)).join(', ')}.`]),
    ...(needsAssets === true ? ['Needs a chain that keeps assets (bystack chains create --assets enabled).'] : []),
    ...(notAtFounding === undefined ? [] : [`No chain is founded with it (${notAtFounding}): ${told ?? 'it comes by vote (bystack chains propose).'}`]),
  ];
}

export const moduleCommands = [modules];
