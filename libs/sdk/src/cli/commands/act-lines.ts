import type { Json, ModuleCard, Template } from '@bystack/api';
import { actsOf, examplePayload, formTitles, type Act } from '../acts';
import { oneLine } from '../printable';
import { quoted } from '../quoted';
import { fieldLines } from '../schema-words';

/** What is longer is not read out: `chains example` writes it to a file. */
const EXAMPLE_LENGTH_MAX = 400;

/** What a package of rules takes: each command with who may give it, its data field by field, and an example whose data fit in shape. @param chain in quotes where a shell needs them */
export function actLines(chain: string, card: ModuleCard, templates: readonly Template[]): readonly string[] {
  return actsOf(card).flatMap(([name, act]) => {
    const fields = fieldLines(act.data, formTitles(card, name));
    return [
      `    command ${JSON.stringify(name)}: ${oneLine(act.title.en)} (${whoWords(act)})`,
      ...(act.summary === undefined ? [] : [`      ${oneLine(act.summary.en)}`]),
      ...(fields.length === 0 ? [`      data: ${dataWords(act)}`] : ['      data:', ...fields.map((line) => `        ${line}`)]),
      `      ${exampleLine(chain, card.name, name, examplePayload(card, name, act, templates))}`,
    ];
  });
}

function whoWords({ who }: Act): string {
  if (who === 'anyone') return 'anybody may';
  return who === 'members' ? 'members may' : `whoever has the role ${who.roles.join(' or ')} may`;
}

function dataWords({ data }: Act): string {
  return typeof data.$ref === 'string' ? `as the schema “${data.$ref}” of the rules says` : 'nothing, or any JSON';
}

function exampleLine(chain: string, module: string, name: string, example: Json | undefined): string {
  if (example === undefined) return 'No example: its data must match what only people can read, or be very long.';
  const text = JSON.stringify(example);
  if (text.length > EXAMPLE_LENGTH_MAX) return `example: bystack chains example ${chain} ${quoted(name)} -o payload.json, then bystack submit ${chain} ${module} act --payload payload.json`;
  return `example: bystack submit ${chain} ${module} act --payload ${quoted(text)}`;
}
