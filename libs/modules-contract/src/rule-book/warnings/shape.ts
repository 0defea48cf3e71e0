import type { Json, JsonObject } from '@bystack/chain-core/module';
import { isObject } from '../compiled-package';

/** Kinds of values as rules see them. `fraction`: a number such as 26.5, which is a text to them. */
export type Kind = 'whole' | 'fraction' | 'text' | 'truth' | 'null' | 'list' | 'object';

/** What is known of a value before there is one. */
export interface Shape {
  /** Undefined: it may be anything. */
  readonly kinds: ReadonlySet<Kind> | undefined;
  /** Undefined: there never is such a field. */
  field(name: string): Shape | undefined;
  /** Of a list. */
  element(): Shape;
}

export const ANYTHING: Shape = { kinds: undefined, field: () => ANYTHING, element: () => ANYTHING };

/** @param fields undefined: none is told of, so any may be there */
export function shapeOf(kinds: readonly Kind[], fields?: Readonly<Record<string, Shape>>, element: Shape = ANYTHING): Shape {
  return { kinds: new Set(kinds), field: (name) => (fields === undefined ? ANYTHING : Object.hasOwn(fields, name) ? fields[name] : undefined), element: () => element };
}

export const WHOLE = shapeOf(['whole']);
export const TEXT = shapeOf(['text']);
export const TRUTH = shapeOf(['truth']);

/** The shapes of several places together: what may be at one of them may be here. */
export function either(shapes: readonly Shape[]): Shape {
  const [first, ...others] = shapes;
  if (first === undefined) return ANYTHING;
  if (others.length === 0) return first;
  return {
    kinds: united(shapes.map(({ kinds }) => kinds)),
    field: (name) => {
      const found = shapes.flatMap((shape) => shape.field(name) ?? []);
      return found.length === 0 ? undefined : either(found);
    },
    element: () => either(shapes.map((shape) => shape.element())),
  };
}

export function united(sets: readonly Shape['kinds'][]): Shape['kinds'] {
  const known = sets.filter((set) => set !== undefined);
  return known.length < sets.length ? undefined : new Set(known.flatMap((set) => [...set]));
}

export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole' : 'fraction';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'truth';
  return isObject(value) ? 'object' : 'list';
}

export const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
