import type { Bytes, Hash } from '../primitives/bytes';
import { fromHex } from '../primitives/bytes';
import { Refusal, refuse } from '../primitives/refusal';
import type { BlockHeader } from './block';
import { decodeCertificate, decodeCommittee, decodeHeader, decodeResult, decodeTransaction } from './codec';
import { blockId } from './ids';
import { LIMITS } from './limits';
import type { TransactionResult } from './result';
import type { SealedTransaction } from './transaction';
import type { Certificate, Committee } from './vote';

/** A header with its id, derived from exactly the bytes it came in. */
export interface ReadHeader {
  readonly header: BlockHeader;
  readonly id: Hash;
}
export interface ReadHandOver extends ReadHeader {
  readonly certificate: Certificate;
  readonly committee: Committee;
}

/** A receipt's parts, decoded. Nothing about them is proved yet. */
export interface ReadReceipt {
  readonly chainId: Hash;
  readonly transaction: SealedTransaction;
  readonly result: TransactionResult;
  readonly resultBytes: Bytes;
  readonly index: number;
  readonly transactionPath: readonly Hash[];
  readonly resultPath: readonly Hash[];
  readonly headers: readonly ReadHeader[];
  readonly certificate: Certificate;
  readonly handOvers: readonly ReadHandOver[];
}

const FIELDS = ['format', 'chainId', 'transaction', 'result', 'index', 'transactionPath', 'resultPath', 'headers', 'certificate', 'handOvers'];
/** More siblings than a tree of the largest block has. */
const PATH_MAX = 32;

/** The one way a receipt is refused: `field` is where, `reason` a sentence for people. */
export function receiptInvalid(field: string, reason: string): never {
  return refuse('RECEIPT_INVALID', { field, reason });
}

/** @param value parsed JSON of a receipt. @throws Refusal RECEIPT_INVALID {field, reason} unless it has exactly a receipt's fields and encodings. */
export function readReceipt(value: unknown): ReadReceipt {
  const given = exactFields(value, '', FIELDS);
  if (given.format !== 'bystack-receipt/1') receiptInvalid('format', 'it is no receipt of the form bystack-receipt/1');
  const resultBytes = bytes(given.result, 'result');
  return {
    chainId: bytes(given.chainId, 'chainId', 32),
    transaction: decoded('transaction', decodeTransaction, bytes(given.transaction, 'transaction')),
    result: decoded('result', decodeResult, resultBytes),
    resultBytes,
    index: position(given.index),
    transactionPath: list(given.transactionPath, 'transactionPath', PATH_MAX).map((item, i) => bytes(item, `transactionPath/${i}`, 32)),
    resultPath: list(given.resultPath, 'resultPath', PATH_MAX).map((item, i) => bytes(item, `resultPath/${i}`, 32)),
    headers: list(given.headers, 'headers', LIMITS.receiptHeadersMax).map((item, i) => readHeader(item, `headers/${i}`)),
    certificate: decoded('certificate', decodeCertificate, bytes(given.certificate, 'certificate')),
    handOvers: list(given.handOvers, 'handOvers', LIMITS.receiptHandOversMax).map((item, i) => readHandOver(item, `handOvers/${i}`)),
  };
}

function readHandOver(value: unknown, field: string): ReadHandOver {
  const given = exactFields(value, field, ['header', 'certificate', 'committee']);
  return {
    ...readHeader(given.header, `${field}/header`),
    certificate: decoded(`${field}/certificate`, decodeCertificate, bytes(given.certificate, `${field}/certificate`)),
    committee: decoded(`${field}/committee`, decodeCommittee, bytes(given.committee, `${field}/committee`)),
  };
}

function readHeader(value: unknown, field: string): ReadHeader {
  const encoded = bytes(value, field);
  return { header: decoded(field, decodeHeader, encoded), id: blockId(encoded) };
}

function decoded<T>(field: string, decode: (bytes: Bytes) => T, encoded: Bytes): T {
  try {
    return decode(encoded);
  } catch (error) {
    if (error instanceof Refusal) receiptInvalid(field, `the bytes are not a valid encoding: ${String(error.facts.field ?? error.code)} ${String(error.facts.reason ?? '')}`.trim());
    throw error;
  }
}

function exactFields(value: unknown, field: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) receiptInvalid(field, 'must be an object');
  const at = (name: string) => (field === '' ? name : `${field}/${name}`);
  for (const name of names) if (!Object.hasOwn(value as object, name)) receiptInvalid(at(name), 'is missing');
  for (const name of Object.keys(value as object)) if (!names.includes(name)) receiptInvalid(at(name), 'is not a field of a receipt');
  return value as Readonly<Record<string, unknown>>;
}

function bytes(value: unknown, field: string, length?: number): Bytes {
  return (typeof value === 'string' ? fromHex(value, length) : undefined) ?? receiptInvalid(field, `must be ${length === undefined ? 'bytes' : `${length} bytes`} in lower-case hex`);
}

function list(value: unknown, field: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) return receiptInvalid(field, `must be a list of at most ${most}`);
  return value;
}

function position(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return receiptInvalid('index', 'must be a place in a block');
  return value;
}
