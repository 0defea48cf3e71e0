import { canonicalJson, parseCanonicalJson } from '../codec/json';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { fromHex, toHex } from '../primitives/bytes';
import type { Json, JsonObject } from '../primitives/json';
import { Refusal } from '../primitives/refusal';
import { LIMITS } from './limits';
import type { Lock } from './transaction';

/** What the data of a module's lock says: which of the module's locks it is, whose the output is if somebody's, and what the module wants to know of it. */
export interface ModuleLock {
  readonly lock: string;
  /** Who may spend the output once the module is replaced. Left out: it belongs to all who use the module together. */
  readonly owner?: PublicKey;
  readonly data: JsonObject;
}

const DEPTH_MAX = 8;
const FIELDS = ['data', 'lock', 'owner'];

/** Canonical JSON, so that a wallet can read it without the module. @param space of the module's stores: its name, or NAME~CHANGE */
export function moduleLock(space: string, { lock, owner, data }: ModuleLock): Extract<Lock, { kind: 'module' }> {
  return { kind: 'module', module: space, data: canonicalJson({ lock, data, ...(owner && { owner: toHex(owner) }) }) };
}

/** @returns undefined for data that is not exactly what `moduleLock` writes */
export function readModuleLock(data: Bytes): ModuleLock | undefined {
  const value = parsed(data);
  if (!isObject(value) || !Object.keys(value).every((field) => FIELDS.includes(field))) return undefined;
  const { lock, owner, data: said } = value;
  if (typeof lock !== 'string' || !isObject(said)) return undefined;
  if (owner === undefined) return { lock, data: said };
  const key = typeof owner === 'string' ? fromHex(owner, 32) : undefined;
  return key === undefined || toHex(key) !== owner ? undefined : { lock, owner: key, data: said };
}

function parsed(data: Bytes): Json | undefined {
  try {
    return parseCanonicalJson(data, { depthMax: DEPTH_MAX, bytesMax: LIMITS.lockDataBytesMax });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
