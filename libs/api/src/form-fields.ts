import type { Json } from './json';

/** The field of a form that a part of its payload is filled in with, as `{{hash}}` is with `hash`; undefined: the part is as it stands. */
export function fieldIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? /^\{\{(\w+)\}\}$/.exec(value)?.[1] : undefined;
}
