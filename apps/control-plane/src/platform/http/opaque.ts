import { isObject } from '@bystack/api';

type Class = new () => object;

/** Properties of DTOs that hold any JSON, and those that hold another DTO, by class. */
const opaque = new Map<object, Set<string>>();
const nested = new Map<object, Map<string, () => Class>>();

export function noteOpaque(prototype: object, property: string): void {
  opaque.set(prototype, (opaque.get(prototype) ?? new Set()).add(property));
}

export function noteNested(prototype: object, property: string, type: () => Class): void {
  nested.set(prototype, (nested.get(prototype) ?? new Map<string, () => Class>()).set(property, type));
}

/** What stands for an opaque value while the DTO around it is checked. */
export type StandIn = 'object' | 'array' | 'scalar' | null;

/**
 * A copy for checking, with a word in the place of every opaque value: the validation libraries walk into whatever they are given and trip over
 * keys like `constructor`, which are quite possible in people's data.
 */
export function withStandIns(type: Class, value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const below = nestedIn(type, key);
      if (isOpaque(type, key)) return [key, standIn(inner)];
      return [key, below && isObject(inner) ? withStandIns(below(), inner) : inner];
    }),
  );
}

/** A copy without what is null; in opaque values everything stays. */
export function withoutNulls(type: Class, value: object): object {
  const given = Object.entries(value).filter(([key, inner]) => inner !== null || isOpaque(type, key));
  return Object.fromEntries(
    given.map(([key, inner]: [string, unknown]) => {
      const below = nestedIn(type, key);
      return [key, below && isObject(inner) ? withoutNulls(below(), inner) : inner];
    }),
  );
}

function isOpaque(type: Class, key: string): boolean {
  return ancestry(type.prototype as object).some((prototype) => opaque.get(prototype)?.has(key));
}

function nestedIn(type: Class, key: string): (() => Class) | undefined {
  return ancestry(type.prototype as object).map((prototype) => nested.get(prototype)?.get(key)).find((found) => found !== undefined);
}

/** A class and those it extends. */
function ancestry(prototype: object | null): readonly object[] {
  return prototype === null ? [] : [prototype, ...ancestry(Object.getPrototypeOf(prototype) as object | null)];
}

function standIn(value: unknown): StandIn {
  if (value === null) return null;
  return Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : 'scalar';
}
