import { canonicalJson, canonicalText, parseCanonicalJson } from '../codec/json';
import { hash } from '../crypto/hash';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import { concatBytes, toHex, utf8, type Bytes } from '../primitives/bytes';
import type { JsonObject } from '../primitives/json';
import { invariant } from '../primitives/refusal';
import { KERNEL_LIMITS } from './limits';
import { getJson, putJson, u32Bytes } from './stores';

/** Where content lies that is too large for a proposal: the proposal that brought it, and a place in it. */
export type DocumentPlace = readonly [change: number, place: number];

/** A package that was published by vote, or was in force and may come back. */
export interface PackageRecord {
  readonly module: string;
  /** NAME@VERSION. */
  readonly package: string;
  readonly status: 'published' | 'retired';
  readonly hash: string;
  readonly bytes: number;
  readonly document: DocumentPlace;
}

export function documentKey([change, place]: DocumentPlace): Bytes {
  return concatBytes(u32Bytes(change), u32Bytes(place));
}

export function readDocument(state: ReadView, place: DocumentPlace): JsonObject {
  const content = getJson<JsonObject>(state, 'documents', documentKey(place));
  invariant(content !== undefined, 'what a proposal or a package names is kept');
  return content;
}

function packageKey(module: string, id: string): Bytes {
  return hash(utf8(canonicalText([module, id])));
}

export function readPackage(state: ReadView, module: string, id: string): PackageRecord | undefined {
  return getJson<PackageRecord>(state, 'packages', packageKey(module, id));
}

export function writePackage(state: WriteBatch, record: PackageRecord): void {
  putJson(state, 'packages', packageKey(record.module, record.package), record);
}

/** In the order of their publication. */
export function readPackages(state: ReadView): readonly PackageRecord[] {
  const records = state.range('packages', { limit: KERNEL_LIMITS.packagesMax }).map(({ value }) => parseCanonicalJson(value) as unknown as PackageRecord);
  return records.sort((a, b) => a.document[0] - b.document[0] || a.document[1] - b.document[1]);
}

/** What stands for content that lies elsewhere. */
export function digestOf(content: JsonObject): { readonly hash: string; readonly bytes: number } {
  const bytes = canonicalJson(content);
  return { hash: toHex(hash(bytes)), bytes: bytes.length };
}
