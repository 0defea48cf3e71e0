import { objectOf, type Json, type ModuleCard, type Template, type Words } from '@bystack/api';

/** A rule book's package, as people know it. */
export interface Rules {
  /** NAME@VERSION. */
  readonly id: string;
  readonly title: Words;
}

/** The rules that a chain goes by now, as its modules' cards tell; undefined: it has no rule book. */
export function rulesOf(cards: readonly ModuleCard[]): Rules | undefined {
  return cards.map((card) => rulesIn(card.surface?.package)).find((rules) => rules !== undefined);
}

/** The rules that a template founds a chain with. */
export function rulesOfTemplate({ slots }: Template): Rules | undefined {
  return rulesIn(slots.contract.params.package);
}

/** Of the value of a parameter; undefined: it is no package. */
export function rulesIn(value: Json | undefined): Rules | undefined {
  const { name, version, title } = objectOf(value);
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  const { en, zh } = objectOf(title);
  return { id: `${name}@${version}`, title: { en: typeof en === 'string' ? en : name, zh: typeof zh === 'string' ? zh : name } };
}
