import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { fromBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { compareBytes } from '../primitives/bytes';
import { readInputs } from './encode-input';
import { readOutput } from './encode-output';
import { transactionKey } from './ids';
import { LIMITS } from './limits';
import type { Call, SealedTransaction, SignedBy, Transaction, TransactionBody } from './transaction';

/** Numbers on the wire are never reused. */
export const BODY_VERSION = 1;

/**
 * A transaction that holds what was read of its bytes only while it is needed. Thousands wait, each as a few dozen objects that whoever collects garbage
 * would go through again and again; reading them once more when their turn comes costs less.
 */
export class DecodedTransaction implements SealedTransaction {
  private id: Hash | undefined;

  /** @param bytes that nobody will change @param parts what they say */
  constructor(
    readonly bytes: Bytes,
    readonly key: string,
    private parts: Transaction | undefined,
  ) {}

  get txId(): Hash {
    return (this.id ??= fromBinary(this.key));
  }

  get body(): TransactionBody {
    return (this.parts ??= readAgain(this.bytes)).body;
  }

  get signatures(): readonly SignedBy[] {
    return (this.parts ??= readAgain(this.bytes)).signatures;
  }

  holdBytesOnly(): void {
    if (this.parts !== undefined && this.parts.body.calls.length > 0) return;
    this.parts = undefined;
    this.id = undefined;
  }
}

/** Decodes one transaction. Refuses (MALFORMED) what is not exactly its encoding. The bytes are copied. */
export function decodeTransaction(bytes: Bytes): SealedTransaction {
  if (bytes.length > LIMITS.transactionBytesMax) malformed('transaction', `at most ${LIMITS.transactionBytesMax} bytes`);
  return decodeOwnTransaction(new Uint8Array(bytes));
}

/** As decodeTransaction, for bytes that nobody will change: they are kept, not copied. */
export function decodeOwnTransaction(bytes: Bytes): SealedTransaction {
  const reader = new Reader(bytes);
  const body = readBody(reader);
  const key = transactionKey(reader.since(0));
  const signatures = readSignatures(reader);
  reader.end('transaction');
  return new DecodedTransaction(bytes, key, { body, signatures });
}

/** What was read before, and found to be a transaction. */
function readAgain(bytes: Bytes): Transaction {
  const reader = new Reader(bytes);
  const body = readBody(reader);
  return { body, signatures: readSignatures(reader) };
}

function readBody(reader: Reader): TransactionBody {
  if (reader.u8('version') !== BODY_VERSION) malformed('version', 'unknown version of a transaction');
  const validFromMs = reader.u53('validFromMs');
  const validUntilMs = reader.u53('validUntilMs');
  const salt = reader.u53('salt');
  const inputs = readInputs(reader);
  const outputs = reader.parts(reader.count(16, LIMITS.outputsMax, 'outputs'), 'outputs', readOutput);
  const calls = reader.parts(reader.count(8, LIMITS.callsMax, 'calls'), 'calls', readCall);
  return { validFromMs, validUntilMs, salt, inputs, outputs, calls };
}

function readCall(reader: Reader): Call {
  const module = reader.text8(LIMITS.nameBytesMax, 'module');
  const command = reader.text8(LIMITS.nameBytesMax, 'command');
  const actor = reader.fixed(32, 'actor');
  return { module, command, actor, payload: reader.bytes32(LIMITS.payloadBytesMax, 'payload') };
}

function readSignatures(reader: Reader): readonly SignedBy[] {
  const signatures = reader.many(reader.count(8, LIMITS.signaturesMax, 'signatures'), readSignedBy);
  for (let i = 1; i < signatures.length; i += 1)
    if (compareBytes(signatures[i - 1]!.publicKey, signatures[i]!.publicKey) >= 0) malformed('signatures', 'keys must ascend, each once');
  return signatures;
}

function readSignedBy(reader: Reader): SignedBy {
  return { publicKey: reader.fixed(32, 'signatures.publicKey'), signature: reader.fixed(64, 'signatures.signature') };
}
