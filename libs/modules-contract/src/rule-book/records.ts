import {
  canonicalJson, canonicalText, concatBytes, hash, parseCanonicalJson, utf8, type Bytes, type Json, type ReadView, type WriteBatch,
} from '@bystack/chain-core/module';
import type { StoredRecord } from './package';

/** Numbers are in the state root: never reused. */
export const STORES = {
  records: { number: 1, holds: 'hash(type, key) -> the record as it is now' },
  history: { number: 2, holds: 'hash(type, key), version -> the record as it was' },
  index: { number: 3, holds: 'hash(type, index, value), sequence -> hash(type, key)' },
  counters: { number: 4, holds: "'sequence' -> number of records made" },
} as const;

export function recordId(type: string, key: string): Bytes {
  if (type !== newest?.type || key !== newest.key) newest = { type, key, id: hash(utf8(canonicalText([type, key]))) };
  return newest.id;
}

/** What was asked for last: a call asks for its record when it is checked, and again when it is applied. */
let newest: { readonly type: string; readonly key: string; readonly id: Bytes } | undefined;

/** Every record of a type is found under the index '' with the value ''. */
function indexPrefix(type: string, index: string, value: string): Bytes {
  return hash(utf8(canonicalText([type, index, value]))).slice(0, 24);
}

const TWO_32 = 2 ** 32;

/** @param sequence a whole number below 2^53, in eight bytes */
export function numbered(prefix: Bytes, sequence: number): Bytes {
  const bytes = new Uint8Array(prefix.length + 8);
  bytes.set(prefix);
  const view = new DataView(bytes.buffer);
  view.setUint32(prefix.length, Math.floor(sequence / TWO_32));
  view.setUint32(prefix.length + 4, sequence % TWO_32);
  return bytes;
}

function read(bytes: Bytes | undefined): StoredRecord | undefined {
  return bytes === undefined ? undefined : (parseCanonicalJson(bytes) as unknown as StoredRecord);
}
export function recordBytes(record: StoredRecord): Bytes {
  return canonicalJson(record as unknown as Json);
}

export function readRecord(state: ReadView, type: string, key: string): StoredRecord | undefined {
  return read(state.get('records', recordId(type, key)));
}

const SEQUENCE = utf8('sequence');
export function recordsMade(state: ReadView): number {
  const bytes = state.get('counters', SEQUENCE);
  return bytes === undefined ? 0 : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
}
export function writeRecordsMade(state: WriteBatch, count: number): void {
  state.put('counters', SEQUENCE, numbered(new Uint8Array(0), count));
}

/** Texts a record is found by: index name and value. */
export type IndexValues = readonly (readonly [string, string])[];

/** A version of a record as it goes into the store, with the texts that find it. */
export interface Version {
  readonly record: StoredRecord;
  readonly bytes: Bytes;
  readonly values: IndexValues;
}

/** Stores a version of a record; `before` is the version it replaces. */
export function writeRecord(state: WriteBatch, version: Version, before?: Omit<Version, 'bytes'>): void {
  if (before !== undefined) writeHistory(state, before.record);
  writeNewest(state, version, before);
}

/** Stores a version as an earlier one of its record. */
export function writeHistory(state: WriteBatch, record: StoredRecord): void {
  state.put('history', numbered(recordId(record.type, record.key), record.version), recordBytes(record));
}

/** Stores a version as the present one, found by its own texts and not by those of the one before. */
export function writeNewest(state: WriteBatch, { record, bytes, values }: Version, before?: Omit<Version, 'bytes'>): void {
  const id = recordId(record.type, record.key);
  state.put('records', id, bytes);
  const has = (list: IndexValues, [index, value]: readonly [string, string]): boolean => list.some((other) => other[0] === index && other[1] === value);
  for (const entry of before?.values ?? []) if (!has(values, entry)) state.delete('index', numbered(indexPrefix(record.type, entry[0], entry[1]), record.sequence));
  for (const entry of values) if (before === undefined || !has(before.values, entry)) state.put('index', numbered(indexPrefix(record.type, entry[0], entry[1]), record.sequence), id);
  if (before === undefined) state.put('index', numbered(indexPrefix(record.type, '', ''), record.sequence), id);
}

/** Records found under a text, newest first, those made before `before`. */
export function findRecords(state: ReadView, type: string, index: string, value: string, page: { limit: number; before?: number }): StoredRecord[] {
  const prefix = indexPrefix(type, index, value);
  const to = page.before === undefined ? concatBytes(prefix, new Uint8Array(9).fill(255)) : numbered(prefix, page.before);
  return state.range('index', { from: prefix, to, limit: page.limit, reverse: true }).map((entry) => read(state.get('records', entry.value))!);
}

/** Earlier versions, oldest first or newest first. */
export function readHistory(state: ReadView, type: string, key: string, limit: number, reverse = false): StoredRecord[] {
  const id = recordId(type, key);
  return state.range('history', { from: numbered(id, 0), to: concatBytes(id, new Uint8Array(9).fill(255)), limit, reverse }).map((entry) => read(entry.value)!);
}
