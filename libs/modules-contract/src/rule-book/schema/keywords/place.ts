import { refuse, type Json, type JsonObject } from '@bystack/chain-core/module';
import { pointerStep } from '../check-data';
import type { Check } from '../run';

export interface Place {
  /** The schema the keyword stands in: some keywords read their neighbours. */
  readonly schema: JsonObject;
  readonly path: string;
  sub(schema: Json, step: string): Check;
  /** Compiles the neighbouring keyword of that name. */
  beside(name: string): Check;
  reference(target: string): Check;
}
/** Turns a keyword's value into a check, or into nothing when a neighbour does the work. */
export type Keyword = (value: Json, place: Place) => Check | undefined;

export const invalid = (place: Place, reason: string): never => refuse('SCHEMA_INVALID', { path: place.path, reason });

export function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function count(value: Json, place: Place): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : invalid(place, 'must be a whole number, 0 or more');
}

export function texts(value: Json, place: Place): readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? (value as readonly string[]) : invalid(place, 'must be a list of names');
}

export function schemas(value: Json, place: Place): Check[] {
  if (!Array.isArray(value) || value.length === 0) return invalid(place, 'must be a list of schemas');
  return value.map((schema: Json, index) => place.sub(schema, pointerStep(index)));
}

export function named(value: Json, place: Place): Map<string, Check> {
  if (!isObject(value)) return invalid(place, 'must be an object of schemas');
  return new Map(Object.keys(value).map((key) => [key, place.sub(value[key]!, pointerStep(key))]));
}

/** Data is parsed from canonical JSON, so equal values print alike. */
export const printed = (value: Json): string => JSON.stringify(value);
