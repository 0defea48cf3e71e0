import { isDeepStrictEqual } from 'node:util';
import { objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { wordsIn } from '../parts-words';

/** What is longer is read in the whole text. */
const TEXT_CHARACTERS_MAX = 160;

export const say = (en: string, zh: string): Words => ({ en, zh });
export const isSame = (a: Json | undefined, b: Json | undefined): boolean => isDeepStrictEqual(a, b);

export interface Compared {
  readonly added: readonly (readonly [name: string, after: JsonObject])[];
  readonly gone: readonly (readonly [name: string, before: JsonObject])[];
  readonly both: readonly (readonly [name: string, before: JsonObject, after: JsonObject])[];
}

/** Two tables by the names in them. */
export function compared(before: Json | undefined, after: Json | undefined): Compared {
  const [was, is] = [objectOf(before), objectOf(after)];
  return {
    added: Object.keys(is).filter((name) => !Object.hasOwn(was, name)).map((name) => [name, objectOf(is[name])]),
    gone: Object.keys(was).filter((name) => !Object.hasOwn(is, name)).map((name) => [name, objectOf(was[name])]),
    both: Object.keys(is).filter((name) => Object.hasOwn(was, name)).map((name) => [name, objectOf(was[name]), objectOf(is[name])]),
  };
}

/** A rule or a schema as it is written. */
export function cut(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length > TEXT_CHARACTERS_MAX ? `${text.slice(0, TEXT_CHARACTERS_MAX)}…` : text;
}

/** A name with its title, where it has one. */
export function called(name: string, { title }: JsonObject): Words {
  const words = wordsIn(title);
  return words === undefined ? say(`“${name}”`, `“${name}”`) : say(`“${name}” (${cut(words.en)})`, `“${name}”（${cut(words.zh)}）`);
}

/** In quotes, by its title where it has one. */
export function titled(name: string, { title }: JsonObject): Words {
  const { en, zh } = wordsIn(title) ?? say(name, name);
  return say(`“${cut(en)}”`, `“${cut(zh)}”`);
}

/** Without these parts. */
export function without(value: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) as JsonObject;
}
