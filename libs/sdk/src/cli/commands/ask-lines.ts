import type { ModuleCard, Template } from '@bystack/api';
import { asksOf, exampleArgs } from '../acts';
import { oneLine } from '../printable';
import { quoted } from '../quoted';
import { fieldLines } from '../schema-words';

/** What can be asked of a package of rules: each question with its fields, and an example whose shape fits. @param chain in quotes where a shell needs them @param query the module's own, through which all of them are asked */
export function askLines(chain: string, card: ModuleCard, query: string, templates: readonly Template[]): readonly string[] {
  return asksOf(card).flatMap(([name, ask]) => {
    const [fields, args] = [fieldLines(ask.args), exampleArgs(card, name, ask, templates)];
    return [
      `    query ${JSON.stringify(name)}: ${oneLine(ask.title.en)}`,
      ...(fields.length === 0 ? ['      args: none'] : ['      args:', ...fields.map((line) => `        ${line}`)]),
      args === undefined ? '      No example: its arguments must match what only people can read, or be very long.' : `      example: bystack query ${chain} ${card.name} ${query} --args ${quoted(JSON.stringify(args))}`,
    ];
  });
}
