import type { Json } from '@bystack/chain-core/module';
import type { Check } from '../run';
import { invalid, isObject, printed, texts, type Place } from './place';

const KINDS: Readonly<Record<string, { readonly words: string; test(value: Json): boolean }>> = {
  object: { words: 'an object', test: isObject },
  array: { words: 'a list', test: (value) => Array.isArray(value) },
  string: { words: 'a text', test: (value) => typeof value === 'string' },
  number: { words: 'a number', test: (value) => typeof value === 'number' },
  integer: { words: 'a whole number', test: (value) => Number.isSafeInteger(value) },
  boolean: { words: 'true or false', test: (value) => typeof value === 'boolean' },
  null: { words: 'null', test: (value) => value === null },
};

export function typeKeyword(value: Json, place: Place): Check {
  const kinds = (typeof value === 'string' ? [value] : texts(value, place)).map((name) => KINDS[name] ?? invalid(place, `"${name}" is no JSON type`));
  const words = kinds.map((kind) => kind.words).join(' or ');
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) return (data, run) => only.test(data) || run.fail(`must be ${words}`);
  return (data, run) => kinds.some((kind) => kind.test(data)) || run.fail(`must be ${words}`);
}

export function oneOfValues(values: readonly Json[]): Check {
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  const others = new Set(values.filter((value) => typeof value !== 'string').map(printed));
  const words = values.slice(0, 6).map((value) => (typeof value === 'string' ? value : printed(value)));
  const reason = values.length === 1 ? `must be ${words[0]}` : `must be one of ${words.join(', ')}${values.length > 6 ? ', …' : ''}`;
  return (data, run) => (typeof data === 'string' ? texts.has(data) : others.size > 0 && others.has(printed(data))) || run.fail(reason);
}
