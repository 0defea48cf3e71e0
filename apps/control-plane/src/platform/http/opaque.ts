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
  const prototype = type.prototype as object;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const below = nested.get(prototype)?.get(key);
      if (opaque.get(prototype)?.has(key)) return [key, standIn(inner)];
      return [key, below && isObject(inner) ? withStandIns(below(), inner) : inner];
    }),
  );
}

/** A copy without what is null; in opaque values everything stays. */
export function withoutNulls(type: Class, value: object): object {
  const prototype = type.prototype as object;
  const given = Object.entries(value).filter(([key, inner]) => inner !== null || opaque.get(prototype)?.has(key));
  return Object.fromEntries(
    given.map(([key, inner]: [string, unknown]) => {
      const below = nested.get(prototype)?.get(key);
      return [key, below && isObject(inner) ? withoutNulls(below(), inner) : inner];
    }),
  );
}

function standIn(value: unknown): StandIn {
  if (value === null) return null;
  return Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : 'scalar';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
