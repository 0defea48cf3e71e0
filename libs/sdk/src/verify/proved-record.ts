import { canonicalText, parseCanonicalJson } from '@bystack/chain-core/codec/json';
import { hash } from '@bystack/chain-core/crypto/hash';
import { equalBytes, utf8, type Bytes } from '@bystack/chain-core/primitives/bytes';
import type { Json, JsonObject } from '@bystack/chain-core/primitives/json';
import { Refusal } from '@bystack/chain-core/primitives/refusal';

const RULE_BOOK = 'rule-book';
/** Number of the rule book's store of records as they are now. */
const RECORDS = 1;

/** A record of the rule book, as a proof about the state shows it. Times in ms since 1970 UTC. */
export interface ProvedRecord {
  readonly type: string;
  readonly key: string;
  readonly state: string;
  readonly version: number;
  readonly data: Json;
  /** Everything that the chain keeps of it. */
  readonly whole: JsonObject;
}

/** The key that a record lies at: worked out here again, so that whoever checks a proof sees that it is of the record that they mean. */
export function recordId(type: string, key: string): Bytes {
  return hash(utf8(canonicalText([type, key])));
}

/** @returns undefined: what lies there is no record of the rule book, or not the one that its own words name */
export function provedRecord({ module, store, key, value }: { readonly module: string; readonly store: number; readonly key: Bytes; readonly value: Bytes | undefined }): ProvedRecord | undefined {
  if (!mayBeRecord(module, store) || value === undefined) return undefined;
  const whole = objectIn(value);
  const { type, key: name, state, version, data } = whole;
  if (typeof type !== 'string' || typeof name !== 'string' || typeof state !== 'string' || typeof version !== 'number' || data === undefined) return undefined;
  return equalBytes(recordId(type, name), key) ? { type, key: name, state, version, data, whole } : undefined;
}

export function mayBeRecord(module: string, store: number): boolean {
  return module === RULE_BOOK && store === RECORDS;
}

function objectIn(bytes: Bytes): JsonObject {
  try {
    const value = parseCanonicalJson(bytes);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {};
  }
}
