import type { Json, JsonObject } from '@bystack/chain-core/module';
import { compilePattern } from '../pattern';
import type { Check } from '../run';
import { invalid, isObject, named, texts, type Place } from './place';

export function properties(value: Json, place: Place): Check {
  const checks = [...named(value, place)].map(([key, check]) => ({ key, check }));
  return (data, run) => {
    if (!isObject(data)) return true;
    for (const { key, check } of checks) if (Object.hasOwn(data, key) && !run.at(key, check, data[key]!)) return false;
    return true;
  };
}

/** Handles every property that `properties` and `patternProperties` leave over. */
export function additionalProperties(value: Json, place: Place): Check {
  const known = new Set(isObject(place.schema['properties'] ?? null) ? Object.keys(place.schema['properties'] as JsonObject) : []);
  const patterns = Object.keys((place.schema['patternProperties'] as JsonObject | undefined) ?? {}).map((source) => compilePattern(source, place.path));
  const check: Check = value === false ? (_data, run) => run.fail('is not a known field') : place.sub(value, '');
  return (data, run) => {
    if (!isObject(data)) return true;
    for (const key of Object.keys(data)) {
      if (!known.has(key) && !patterns.some((pattern) => run.matches(pattern, key)) && !run.at(key, check, data[key]!)) return false;
    }
    return true;
  };
}

export function patternProperties(value: Json, place: Place): Check {
  const checks = [...named(value, place)].map(([source, check]) => ({ pattern: compilePattern(source, place.path), check }));
  return (data, run) =>
    !isObject(data) ||
    Object.keys(data).every((key) => checks.every(({ pattern, check }) => !run.matches(pattern, key) || run.at(key, check, data[key]!)));
}

export function propertyNames(value: Json, place: Place): Check {
  const check = place.sub(value, '');
  const reason = 'is not a known field (a field of your own needs a prefix, such as "mine:colour")';
  return (data, run) =>
    !isObject(data) || Object.keys(data).every((key) => run.quietly(() => check(key, run)) || run.failAt(key, reason));
}

export function required(value: Json, place: Place): Check {
  const keys = texts(value, place);
  return (data, run) => {
    if (!isObject(data)) return true;
    for (const key of keys) if (!Object.hasOwn(data, key)) return run.failAt(key, 'is missing');
    return true;
  };
}

export function dependentRequired(value: Json, place: Place): Check {
  if (!isObject(value)) return invalid(place, 'must be an object of lists of names');
  const needs = Object.keys(value).map((key) => [key, texts(value[key]!, place)] as const);
  return (data, run) => {
    if (!isObject(data)) return true;
    const isThere = (other: string, key: string) => Object.hasOwn(data, other) || run.failAt(other, `is missing (needed beside ${key})`);
    return needs.every(([key, others]) => !Object.hasOwn(data, key) || others.every((other) => isThere(other, key)));
  };
}
