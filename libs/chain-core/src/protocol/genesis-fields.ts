import type { Bytes } from '../primitives/bytes';
import { fromHex } from '../primitives/bytes';
import type { Json, JsonObject } from '../primitives/json';
import { refuse } from '../primitives/refusal';

/** Pieces that checks of the genesis document are made of. All refuse with GENESIS_INVALID {field, reason}. */

/** An object with exactly these fields. */
export function fields(value: Json | undefined, path: string, names: readonly string[]): JsonObject {
  const given = object(value, path);
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const name of names) if (!Object.hasOwn(given, name)) invalid(at(name), 'is missing');
  for (const name of Object.keys(given)) if (!names.includes(name)) invalid(at(name), 'is not a field');
  return given;
}

export function object(value: Json | undefined, path: string): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return invalid(path, 'must be an object');
  return value as JsonObject;
}

export function list(value: Json | undefined, path: string): readonly Json[] {
  return Array.isArray(value) ? value : invalid(path, 'must be a list');
}

export function text(value: Json | undefined, path: string): void {
  if (typeof value !== 'string' || value.length === 0 || value.length > 256) invalid(path, 'must be text of 1 to 256 characters');
}

export function integer(value: Json | undefined, path: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
    return invalid(path, `must be an integer from ${min} to ${max}`);
  return value;
}

export function oneOf(value: Json | undefined, allowed: readonly string[], path: string): void {
  if (typeof value !== 'string' || !allowed.includes(value)) invalid(path, `must be one of: ${allowed.join(', ')}`);
}

export function hex(value: Json | undefined, length: number, path: string): Bytes {
  return (typeof value === 'string' ? fromHex(value, length) : undefined) ?? invalid(path, `must be ${length} bytes in lower-case hex`);
}

export function invalid(field: string, reason: string): never {
  return refuse('GENESIS_INVALID', { field, reason });
}
