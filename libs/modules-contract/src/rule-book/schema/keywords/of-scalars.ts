import { refuse, type Json } from '@bystack/chain-core/module';
import { FORMATS } from '../formats';
import { compilePattern } from '../pattern';
import type { Check } from '../run';
import { invalid, printed, type Place } from './place';

export function multipleOf(value: Json, place: Place): Check {
  // Remainders of non-integers depend on rounding, which rules must not.
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) return invalid(place, 'must be a whole number, 1 or more');
  return (data, run) => typeof data !== 'number' || data % value === 0 || run.fail(`must be a multiple of ${value}`);
}

export function pattern(value: Json, place: Place): Check {
  const compiled = compilePattern(typeof value === 'string' ? value : invalid(place, 'must be a pattern'), place.path);
  const reason = `must match ${(value as string).slice(0, 80)}`;
  return (data, run) => typeof data !== 'string' || run.matches(compiled, data) || run.fail(reason);
}

export function format(value: Json, place: Place): Check {
  const known = FORMATS.get(typeof value === 'string' ? value : '');
  if (known === undefined) return refuse('SCHEMA_KEYWORD_UNKNOWN', { path: place.path, reason: `the format ${printed(value)} is not supported` });
  return (data, run) => typeof data !== 'string' || known.test(data) || run.fail(`must be ${known.words}`);
}
