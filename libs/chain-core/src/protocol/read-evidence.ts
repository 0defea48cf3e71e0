import type { Bytes, Hash } from '../primitives/bytes';
import { fromHex } from '../primitives/bytes';
import { Refusal, refuse } from '../primitives/refusal';
import type { BlockHeader } from './block';
import { decodeCommittee, decodeHeader } from './codec';
import { decodeFinalityProof, type FinalityProof } from './finality-proof';
import { blockId } from './ids';
import { LIMITS } from './limits';
import type { Committee } from './vote';

/** A header with its id, derived from exactly the bytes it came in. */
export interface ReadHeader {
  readonly header: BlockHeader;
  readonly id: Hash;
}
export interface ReadHandOver extends ReadHeader {
  readonly certificate: FinalityProof;
  readonly committee: Committee;
}

/** What receipts and proofs about the state have in common: headers without a gap, and what makes the last of them final. Nothing is proved yet. */
export interface ReadCertified {
  readonly chainId: Hash;
  readonly headers: readonly ReadHeader[];
  readonly certificate: FinalityProof;
  readonly handOvers: readonly ReadHandOver[];
}
export const CERTIFIED_FIELDS = ['chainId', 'headers', 'certificate', 'handOvers'];

/** The one way evidence is refused: `field` is where, `reason` a sentence for people. @throws Refusal RECEIPT_INVALID */
export function receiptInvalid(field: string, reason: string): never {
  return refuse('RECEIPT_INVALID', { field, reason });
}

export function readCertified(given: Readonly<Record<string, unknown>>): ReadCertified {
  return {
    chainId: bytes(given.chainId, 'chainId', 32),
    headers: list(given.headers, 'headers', LIMITS.receiptHeadersMax).map((item, i) => readHeader(item, `headers/${i}`)),
    certificate: decoded('certificate', decodeFinalityProof, bytes(given.certificate, 'certificate')),
    handOvers: list(given.handOvers, 'handOvers', LIMITS.receiptHandOversMax).map((item, i) => readHandOver(item, `handOvers/${i}`)),
  };
}

function readHandOver(value: unknown, field: string): ReadHandOver {
  const given = exactFields(value, field, ['header', 'certificate', 'committee']);
  return {
    ...readHeader(given.header, `${field}/header`),
    certificate: decoded(`${field}/certificate`, decodeFinalityProof, bytes(given.certificate, `${field}/certificate`)),
    committee: decoded(`${field}/committee`, decodeCommittee, bytes(given.committee, `${field}/committee`)),
  };
}

export function readHeader(value: unknown, field: string): ReadHeader {
  const encoded = bytes(value, field);
  return { header: decoded(field, decodeHeader, encoded), id: blockId(encoded) };
}

export function decoded<T>(field: string, decode: (bytes: Bytes) => T, encoded: Bytes): T {
  try {
    return decode(encoded);
  } catch (error) {
    if (error instanceof Refusal) receiptInvalid(field, `the bytes are not a valid encoding: ${String(error.facts.field ?? error.code)} ${String(error.facts.reason ?? '')}`.trim());
    throw error;
  }
}

export function exactFields(value: unknown, field: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) receiptInvalid(field, 'must be an object');
  const at = (name: string) => (field === '' ? name : `${field}/${name}`);
  for (const name of names) if (!Object.hasOwn(value as object, name)) receiptInvalid(at(name), 'is missing');
  for (const name of Object.keys(value as object)) if (!names.includes(name)) receiptInvalid(at(name), 'is not a field here');
  return value as Readonly<Record<string, unknown>>;
}

export function bytes(value: unknown, field: string, length?: number): Bytes {
  return (typeof value === 'string' ? fromHex(value, length) : undefined) ?? receiptInvalid(field, `must be ${length === undefined ? 'bytes' : `${length} bytes`} in lower-case hex`);
}

export function list(value: unknown, field: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) return receiptInvalid(field, `must be a list of at most ${most}`);
  return value;
}

export function place(value: unknown, field: string, reason: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return receiptInvalid(field, reason);
  return value;
}
