import { refuse } from '../primitives/refusal';

/** Refuses bytes that are not the one encoding of a value. `field` says where, `reason` why, in words for a developer. */
export function malformed(field: string, reason: string): never {
  return refuse('MALFORMED', { field, reason });
}

/** Refuses text that is not JSON as this project accepts it. `at` is the offset in UTF-16 units (or -1), `path` a JSON pointer. */
export function malformedJson(reason: string, where: { at?: number; path?: string } = {}): never {
  return refuse('MALFORMED_JSON', { reason, ...where });
}
