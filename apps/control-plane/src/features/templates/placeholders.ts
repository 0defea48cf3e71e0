import type { Json } from '@bystack/api';

/** Strings that stand for the organisation that creates the chain; a placeholder is a whole string, never a part of one. */
export function fillPlaceholders(value: Json, organisation: { readonly key: string; readonly name: string }): Json {
  if (value === '{organisation.key}') return organisation.key;
  if (value === '{organisation.name}') return organisation.name;
  if (Array.isArray(value)) return value.map((item: Json) => fillPlaceholders(item, organisation));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillPlaceholders(inner as Json, organisation)]));
}
