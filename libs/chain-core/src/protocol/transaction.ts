import type { Bytes, Hash, PublicKey, Signature } from '../primitives/bytes';

/** Where an output is found: the transaction that made it and its place there (module effects count on after declared outputs). */
export interface OutPoint {
  readonly txId: Hash;
  readonly index: number;
}

/** Who may spend an output, and when. Keys are in ascending order, each once: one lock has one encoding. */
export type Lock =
  | { readonly kind: 'keys'; readonly threshold: number; readonly keys: readonly PublicKey[]; readonly notBeforeMs?: number }
  | { readonly kind: 'module'; readonly module: string; readonly data: Bytes }
  | { readonly kind: 'retire' };

/** `commitment` is decoded but refused (COMMITMENTS_NOT_ENABLED) until a privacy module brings the balance verifier. */
export type Value = { readonly kind: 'amount'; readonly amount: bigint } | { readonly kind: 'commitment'; readonly commitment: Bytes };

/** What an asset is. Its id is the tagged hash of the issuer's lock and the document; the issuer's lock says who may issue more. */
export interface AssetDefinition {
  readonly issuer: Extract<Lock, { kind: 'keys' }>;
  /** Canonical JSON (RFC 8785), at most LIMITS.assetDefinitionBytesMax. */
  readonly document: Bytes;
}

/**
 * Bound when the transaction is executed: to what its calls leave in it of an asset that a module holds for all under an open lock. The ledger puts just that under `to`, and refuses the
 * transaction if it is less or more than was signed.
 */
export interface OpenInput {
  readonly kind: 'open';
  /** Space of the module: a successor has another. */
  readonly module: string;
  /** Name of one of the module's locks. */
  readonly lock: string;
  readonly assetId: Hash;
  /** 1 to AMOUNT_MAX, as is `atMost`, which is no less. */
  readonly atLeast: bigint;
  readonly atMost: bigint;
  readonly to: Extract<Lock, { kind: 'keys' }>;
}

export type Input =
  | { readonly kind: 'spend'; readonly outPoint: OutPoint }
  | { readonly kind: 'issue'; readonly definition: AssetDefinition; readonly amount: bigint }
  | OpenInput;

export interface Output {
  readonly assetId: Hash;
  readonly value: Value;
  readonly lock: Lock;
}

/** One command of one module. `actor` must be among the transaction's signers. */
export interface Call {
  readonly module: string;
  readonly command: string;
  readonly actor: PublicKey;
  /** Canonical JSON (RFC 8785). */
  readonly payload: Bytes;
}

/**
 * What is signed. The window is judged by block time: validFromMs <= timeMs < validUntilMs. A body that spends no output must
 * have a window of at most LIMITS.replayWindowMsMax and its id is remembered for that long.
 */
export interface TransactionBody {
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** Makes equal bodies different; chosen by the signer. 0 to 2^53-1. */
  readonly salt: number;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  readonly calls: readonly Call[];
}

export interface SignedBy {
  readonly publicKey: PublicKey;
  readonly signature: Signature;
}

/** Signatures are in ascending order of public key, each key once. */
export interface Transaction {
  readonly body: TransactionBody;
  readonly signatures: readonly SignedBy[];
}

/** A decoded transaction with what is derived from its bytes, computed once. */
export interface SealedTransaction extends Transaction {
  /** Hash of the encoded body (without signatures). */
  readonly txId: Hash;
  /** The id as a binary string (see crypto/hash.ts): what maps of transactions are keyed by. */
  readonly key: string;
  readonly bytes: Bytes;
  /**
   * Nobody is going to ask for a while: what the bytes say is read from them again when somebody does. Calls are kept, for what was worked out about them (their
   * payload, and what modules made of it) hangs on them.
   */
  holdBytesOnly(): void;
}
