import type { Json } from '@bystack/chain-core/module';
import type { Check } from '../run';
import { printed, schemas, type Keyword, type Place } from './place';

export function tuple(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => !Array.isArray(data) || checks.every((check, index) => index >= data.length || run.at(index, check, data[index] as Json));
}

function eachFrom(first: number, check: Check): Check {
  return (data, run) => {
    if (!Array.isArray(data)) return true;
    for (let index = first; index < data.length; index += 1) if (!run.at(index, check, data[index] as Json)) return false;
    return true;
  };
}

/** A list under `items` is draft-07's way to write `prefixItems`. */
export function items(value: Json, place: Place): Check {
  if (Array.isArray(value)) return tuple(value, place);
  const prefix = place.schema['prefixItems'];
  return eachFrom(Array.isArray(prefix) ? prefix.length : 0, place.sub(value, ''));
}

export function additionalItems(value: Json, place: Place): Check | undefined {
  const prefix = place.schema['items'];
  return Array.isArray(prefix) ? eachFrom(prefix.length, place.sub(value, '')) : undefined;
}

export const uniqueItems: Keyword = (value) =>
  value !== true
    ? undefined
    : (data, run) => {
        if (!Array.isArray(data)) return true;
        const seen = new Set<string>();
        return data.every((entry: Json, index) => seen.size !== seen.add(printed(entry)).size || run.failAt(index, 'is there twice'));
      };
