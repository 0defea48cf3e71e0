import { Refusal, refuse } from '../primitives/refusal';

/** Refuses bytes that are not the one encoding of a value. `field` says where, `reason` why, in words for a developer. */
export function malformed(field: string, reason: string): never {
  return refuse('MALFORMED', { field, reason });
}

/** What to throw for what was thrown while a part of something larger was read: if that is malformed, with where the part lies. */
export function within(part: string, error: unknown): unknown {
  if (!(error instanceof Refusal) || error.code !== 'MALFORMED') return error;
  return new Refusal('MALFORMED', { ...error.facts, field: `${part}.${error.facts['field']}` });
}

/** Refuses text that is not JSON as this project accepts it. `at` is the offset in UTF-16 units (or -1), `path` a JSON pointer. */
export function malformedJson(reason: string, where: { at?: number; path?: string } = {}): never {
  return refuse('MALFORMED_JSON', { reason, ...where });
}
