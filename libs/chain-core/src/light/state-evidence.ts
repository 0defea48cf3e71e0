import { taggedHash } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import { Refusal, refuse } from '../primitives/refusal';
import type { ChainOfWork, HandOver } from '../protocol/receipt';
import { isClosing } from '../protocol/epoch';
import { LIMITS } from '../protocol/limits';
import { bytes, CERTIFIED_FIELDS, decoded, exactFields, readCertified, receiptInvalid, type ReadCertified, type ReadHeader } from '../protocol/read-evidence';
import { checkCertifiedHeaders, type CertifiedBy, type CommitteeTrust } from '../protocol/verify-certified';
import { checkChainOfWork, type Buried, type WorkTrust } from '../protocol/pow/chain-of-work';
import { readWork, WORK_FIELDS, type ReadWork } from '../protocol/pow/read-work';
import { decodeStateProof, verifyStateProof, type StateProof } from '../state/proof';
import { fullKey } from '../state/store-key';

/** What all evidence about the state says. All byte strings are lower-case hex of the canonical encodings; nothing here is trusted, everything is re-derived. */
interface StateQuestion {
  readonly chainId: string;
  readonly module: string;
  /** Number of the store in its module: it stands in the key that is proved, a name does not. */
  readonly store: number;
  readonly key: string;
  /** Hash of the question (chain, module, store, key): what proves that nothing lies at one key proves it of many, so a damaged key would go unnoticed. */
  readonly question: string;
  /** null: nothing lies there. */
  readonly value: string | null;
  /** Encoded StateProof against the state root of the block. */
  readonly proof: string;
}

/** Evidence of what lies, or does not lie, at one key of the state, as a file anybody can check with nothing but the genesis document. */
export interface StateEvidence extends StateQuestion {
  readonly format: 'bystack-state-proof/1';
  /** Encoded headers: the block the state is of, then each child up to the certified one. */
  readonly headers: readonly string[];
  readonly certificate: string;
  readonly handOvers: readonly HandOver[];
}

/** The same on a chain of proof of work. */
export interface WorkStateEvidence extends StateQuestion, ChainOfWork {
  readonly format: 'bystack-work-state-proof/1';
}

export interface StateQuestionParts {
  readonly chainId: Bytes;
  readonly module: string;
  readonly store: number;
  readonly key: Bytes;
  readonly value: Bytes | undefined;
  readonly proof: Bytes;
}
export interface StateEvidenceParts extends StateQuestionParts {
  readonly headers: readonly Bytes[];
  readonly certificate: Bytes;
  readonly handOvers: readonly HandOver[];
}

export function makeStateEvidence({ headers, certificate, handOvers, ...asked }: StateEvidenceParts): StateEvidence {
  return { format: 'bystack-state-proof/1', ...questionOf(asked), headers: headers.map(toHex), certificate: toHex(certificate), handOvers };
}

/** @param headers encoded, from the block after an anchor on; that of the block is number `blockAt` of them */
export function makeWorkStateEvidence(asked: StateQuestionParts, headers: readonly Bytes[], blockAt: number): WorkStateEvidence {
  return { format: 'bystack-work-state-proof/1', ...questionOf(asked), headers: headers.map(toHex), blockAt };
}

function questionOf({ chainId, module, store, key, value, proof }: StateQuestionParts): StateQuestion {
  return {
    chainId: toHex(chainId), module, store, key: toHex(key),
    question: toHex(questionHash(chainId, fullKeyBytes(module, store, key))),
    value: value === undefined ? null : toHex(value),
    proof: toHex(proof),
  };
}

interface ProvedState {
  readonly module: string;
  readonly store: number;
  readonly key: Bytes;
  /** undefined: nothing lies there. */
  readonly value: Bytes | undefined;
}
/** What evidence about the state proved: the state is that after the block of headers[0]. */
export interface VerifiedState extends ProvedState, ReadCertified, CertifiedBy {}
/** The same of evidence of work: the state after the block of headers[blockAt]. */
export interface VerifiedWorkState extends ProvedState, ReadWork, Buried {}

interface ReadQuestion extends ProvedState {
  readonly proof: StateProof;
  readonly question: Hash;
}

const QUESTION_FIELDS = ['format', 'module', 'store', 'key', 'question', 'value', 'proof'];

/**
 * Checks evidence about the state against what the caller trusts.
 * @param value parsed JSON
 * @throws Refusal STATE_PROOF_INVALID {field, reason}: the first check that fails, in the order of this function.
 */
export function verifyStateEvidence(value: unknown, trust: CommitteeTrust): VerifiedState {
  return refusing(() => {
    const given = exactFields(value, '', [...QUESTION_FIELDS, ...CERTIFIED_FIELDS]);
    if (given.format !== 'bystack-state-proof/1') receiptInvalid('format', 'it is no proof of the form bystack-state-proof/1');
    const read = { ...readQuestion(given), ...readCertified(given) };
    return { ...checkState(read, read.headers[0], trust.chainId), ...checkCertifiedHeaders(read, trust) };
  });
}

/** The same on a chain of proof of work. @throws Refusal STATE_PROOF_INVALID {field, reason} */
export function verifyWorkStateEvidence(value: unknown, trust: WorkTrust): VerifiedWorkState {
  return refusing(() => {
    const given = exactFields(value, '', [...QUESTION_FIELDS, ...WORK_FIELDS]);
    if (given.format !== 'bystack-work-state-proof/1') receiptInvalid('format', 'it is no proof of the form bystack-work-state-proof/1');
    const read = { ...readQuestion(given), ...readWork(given) };
    return { ...checkState(read, read.headers[read.blockAt], trust.chainId), ...checkChainOfWork(read, trust) };
  });
}

function refusing<T>(verify: () => T): T {
  try {
    return verify();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'RECEIPT_INVALID') refuse('STATE_PROOF_INVALID', error.facts);
    throw error;
  }
}

/** @returns what was read without its proof, which holds. */
function checkState<T extends ReadQuestion & { readonly chainId: Hash }>({ proof, question, ...read }: T, block: ReadHeader | undefined, chainId: Hash): Omit<T, 'proof' | 'question'> {
  if (!equalBytes(read.chainId, chainId)) receiptInvalid('chainId', 'the proof is from another chain than the genesis document');
  const { header } = block ?? receiptInvalid('headers', 'the header of the block is missing');
  if (isClosing(header)) receiptInvalid('headers/0', 'it is no block, but what closed an epoch');
  const key = fullKeyBytes(read.module, read.store, read.key);
  if (!equalBytes(question, questionHash(read.chainId, key))) receiptInvalid('question', 'it is not the hash of the module, store and key');
  if (!verifyStateProof(header.stateRoot, key, read.value, proof)) receiptInvalid('proof', "it does not lead from the key and its value to the block's state root");
  return read;
}

function readQuestion(given: Readonly<Record<string, unknown>>): ReadQuestion {
  return {
    module: moduleName(given.module),
    store: storeNumber(given.store),
    key: atMost(bytes(given.key, 'key'), LIMITS.storeKeyBytesMax, 'key'),
    question: bytes(given.question, 'question', 32),
    value: given.value === null ? undefined : atMost(bytes(given.value, 'value'), LIMITS.storeValueBytesMax, 'value'),
    proof: decoded('proof', decodeStateProof, bytes(given.proof, 'proof')),
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
