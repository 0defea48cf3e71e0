import type { JsonObject } from '../../primitives/json';

/** Fields, at any depth, whose `x-unit` is no text: numbers are told with it as it stands, in every language. */
export function notUnits(schema: JsonObject, at: string): readonly string[] {
  const { 'x-unit': unit, properties = {}, items } = schema;
  const own = unit === undefined || (typeof unit === 'string' && unit.trim() !== '') ? [] : [at];
  const inside = Object.entries(properties as Record<string, JsonObject>).flatMap(([name, property]) => notUnits(property, `${at}.${name}`));
  return [...own, ...inside, ...(items === undefined ? [] : notUnits(items as JsonObject, `${at}[]`))];
}
