import type { ModuleCard } from '@bystack/api';

export const tagOf = (module: string): string => `module ${module}`;

/** For each of the words that a card is found by, the cards: both in the order in which they came. */
export function cardsBy(cards: readonly ModuleCard[], wordsOf: (card: ModuleCard) => string | readonly string[]): ReadonlyMap<string, readonly ModuleCard[]> {
  const found = new Map<string, ModuleCard[]>();
  for (const card of cards) for (const word of [wordsOf(card)].flat()) found.set(word, [...(found.get(word) ?? []), card]);
  return found;
}

/** Under the tag of each module: what it is for, and with which codes it refuses. */
export function moduleTags(modules: readonly ModuleCard[]): readonly { readonly name: string; readonly description: string }[] {
  return [...cardsBy(modules, ({ name }) => name)].map(([name, versions]) => ({ name: tagOf(name), description: [...versions.map(aboutVersion), refusalsOf(versions)].filter(Boolean).join('\n\n') }));
}

const aboutVersion = ({ title, version, summary }: ModuleCard): string => `**${title.en} ${version}.** ${summary.en}`;

function refusalsOf(versions: readonly ModuleCard[]): string {
  const byCode = new Map(versions.flatMap(({ errors }) => errors).map((error) => [error.code, error]));
  const rows = [...byCode.values()].map(({ code, status, words }) => `| \`${code}\` | ${status} | ${words.en.replaceAll('|', '\\|')} |`);
  return rows.length === 0 ? '' : ['| refused with | status | |', '|---|---|---|', ...rows].join('\n');
}
