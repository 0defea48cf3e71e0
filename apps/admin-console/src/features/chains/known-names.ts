import type { Known } from '../../parts/schema-form/known-field';

type Named = readonly [name: string, id: string];

const shortLabel = ([name, id]: Named): string => `${name} (${id.slice(0, 8)}…)`;

/** A label for each. Two may have one name, and whoever takes the trouble one beginning of an id as well: those are told apart by all of it. */
export function knownNames(all: readonly Named[]): Known {
  const ids = new Map<string, Set<string>>();
  for (const named of all) ids.set(shortLabel(named), (ids.get(shortLabel(named)) ?? new Set()).add(named[1]));
  return new Map(all.map((named) => [ids.get(shortLabel(named))!.size === 1 ? shortLabel(named) : `${named[0]} (${named[1]})`, named[1]]));
}
