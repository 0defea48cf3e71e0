import { taggedHash } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import { Refusal, refuse } from '../primitives/refusal';
import type { HandOver } from '../protocol/receipt';
import { isClosing } from '../protocol/epoch';
import { LIMITS } from '../protocol/limits';
import { bytes, CERTIFIED_FIELDS, decoded, exactFields, readCertified, receiptInvalid, type ReadCertified } from '../protocol/read-evidence';
import { checkCertifiedHeaders, type CertifiedBy, type CommitteeTrust } from '../protocol/verify-certified';
import { decodeStateProof, verifyStateProof, type StateProof } from '../state/proof';
import { fullKey } from '../state/store-key';

/**
 * Evidence of what lies, or does not lie, at one key of the state, as a file anybody can check with nothing but the genesis document. All byte
 * strings are lower-case hex of the canonical encodings; nothing here is trusted, everything is re-derived.
 */
export interface StateEvidence {
  readonly format: 'bystack-state-proof/1';
  readonly chainId: string;
  readonly module: string;
  /** Number of the store in its module: it stands in the key that is proved, a name does not. */
  readonly store: number;
  readonly key: string;
  /** Hash of the question (chain, module, store, key): what proves that nothing lies at one key proves it of many, so a damaged key would go unnoticed. */
  readonly question: string;
  /** null: nothing lies there. */
  readonly value: string | null;
  /** Encoded StateProof against the state root of header[0]. */
  readonly proof: string;
  /** Encoded headers: the block the state is of, then each child up to the certified one. */
  readonly headers: readonly string[];
  readonly certificate: string;
  readonly handOvers: readonly HandOver[];
}

export interface StateEvidenceParts {
  readonly chainId: Bytes;
  readonly module: string;
  readonly store: number;
  readonly key: Bytes;
  readonly value: Bytes | undefined;
  readonly proof: Bytes;
  readonly headers: readonly Bytes[];
  readonly certificate: Bytes;
  readonly handOvers: readonly HandOver[];
}

export function makeStateEvidence({ chainId, module, store, key, value, proof, headers, certificate, handOvers }: StateEvidenceParts): StateEvidence {
  return {
    format: 'bystack-state-proof/1',
    chainId: toHex(chainId), module, store, key: toHex(key),
    question: toHex(questionHash(chainId, fullKeyBytes(module, store, key))),
    value: value === undefined ? null : toHex(value),
    proof: toHex(proof), headers: headers.map(toHex), certificate: toHex(certificate), handOvers,
  };
}

/** What evidence about the state proved: the state is that after the block of headers[0]. */
export interface VerifiedState extends ReadCertified, CertifiedBy {
  readonly module: string;
  readonly store: number;
  readonly key: Bytes;
  /** undefined: nothing lies there. */
  readonly value: Bytes | undefined;
}

interface ReadStateEvidence extends ReadCertified, Pick<VerifiedState, 'module' | 'store' | 'key' | 'value'> {
  readonly proof: StateProof;
  readonly question: Hash;
}

const FIELDS = ['format', 'module', 'store', 'key', 'question', 'value', 'proof', ...CERTIFIED_FIELDS];

/**
 * Checks evidence about the state against what the caller trusts.
 * @param value parsed JSON
 * @throws Refusal STATE_PROOF_INVALID {field, reason}: the first check that fails, in the order of this function.
 */
export function verifyStateEvidence(value: unknown, trust: CommitteeTrust): VerifiedState {
  try {
    const { proof, question, ...read } = readStateEvidence(value);
    if (!equalBytes(read.chainId, trust.chainId)) receiptInvalid('chainId', 'the proof is from another chain than the genesis document');
    const { header } = read.headers[0] ?? receiptInvalid('headers', 'the header of the block is missing');
    if (isClosing(header)) receiptInvalid('headers/0', 'it is no block, but what closed an epoch');
    const key = fullKeyBytes(read.module, read.store, read.key);
    if (!equalBytes(question, questionHash(read.chainId, key))) receiptInvalid('question', 'it is not the hash of the module, store and key');
    if (!verifyStateProof(header.stateRoot, key, read.value, proof)) receiptInvalid('proof', "it does not lead from the key and its value to the block's state root");
    return { ...read, ...checkCertifiedHeaders(read, trust) };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'RECEIPT_INVALID') refuse('STATE_PROOF_INVALID', error.facts);
    throw error;
  }
}

function readStateEvidence(value: unknown): ReadStateEvidence {
  const given = exactFields(value, '', FIELDS);
  if (given.format !== 'bystack-state-proof/1') receiptInvalid('format', 'it is no proof of the form bystack-state-proof/1');
  return {
    module: moduleName(given.module),
    store: storeNumber(given.store),
    key: atMost(bytes(given.key, 'key'), LIMITS.storeKeyBytesMax, 'key'),
    question: bytes(given.question, 'question', 32),
    value: given.value === null ? undefined : atMost(bytes(given.value, 'value'), LIMITS.storeValueBytesMax, 'value'),
    proof: decoded('proof', decodeStateProof, bytes(given.proof, 'proof')),
    ...readCertified(given),
  };
}

function fullKeyBytes(module: string, store: number, key: Bytes): Bytes {
  return Buffer.from(fullKey(module, store, key), 'latin1');
}

function questionHash(chainId: Hash, key: Bytes): Hash {
  return taggedHash('bystack/state-question/1', chainId, key);
}

function moduleName(value: unknown): string {
  if (typeof value !== 'string' || value.length > LIMITS.nameBytesMax || !/^[\x21-\x7e]+$/.test(value)) return receiptInvalid('module', 'must be the name of a module');
  return value;
}

function storeNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 255) return receiptInvalid('store', 'must be the number of a store');
  return value;
}

function atMost(given: Bytes, bytesMax: number, field: string): Bytes {
  return given.length <= bytesMax ? given : receiptInvalid(field, `must be at most ${bytesMax} bytes`);
}
