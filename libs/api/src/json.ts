export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
export interface Words {
  readonly en: string;
  readonly zh: string;
}
/** A page of a list; `next` is an opaque cursor, absent at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What somebody told, field by field; nothing of what has no fields. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
