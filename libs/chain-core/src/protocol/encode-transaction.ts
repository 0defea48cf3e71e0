import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary } from '../crypto/hash';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { compareBytes } from '../primitives/bytes';
import { readInputs, writeInputs } from './encode-input';
import { readOutput, writeOutput } from './encode-output';
import { transactionKey } from './ids';
import { LIMITS } from './limits';
import type { Call, SealedTransaction, SignedBy, Transaction, TransactionBody } from './transaction';

// Numbers on the wire: never reused.
const BODY_VERSION = 1;
const SIGNATURE_BYTES = 64;
const SIGNED_BY_BYTES = 32 + SIGNATURE_BYTES;

export function encodeBody(body: TransactionBody): Bytes {
  const writer = new Writer(512);
  writeBody(writer, body);
  return writer.finish();
}

/** Encodes a transaction and derives its id. The caller gives signatures in ascending order of key. */
export function sealTransaction(transaction: Transaction): SealedTransaction {
  const writer = new Writer(512);
  writeBody(writer, transaction.body);
  const bodyLength = writer.size;
  writer.u8(transaction.signatures.length);
  for (const { publicKey, signature } of transaction.signatures) writer.fixed(publicKey, 32).fixed(signature, 64);
  const bytes = writer.finish();
  const key = transactionKey(bytes.subarray(0, bodyLength));
  return { body: transaction.body, signatures: transaction.signatures, txId: fromBinary(key), key, bytes };
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
  return { body, signatures, txId: fromBinary(key), key, bytes };
}

/** Whose signature comes last in the encoding of a transaction, read from its end. Of bytes that are no transaction: anything. */
export function lastSignerOf(bytes: Bytes): PublicKey {
  return bytes.subarray(-SIGNED_BY_BYTES, -SIGNATURE_BYTES);
}

function writeBody(writer: Writer, body: TransactionBody): void {
  writer.u8(BODY_VERSION).u53(body.validFromMs).u53(body.validUntilMs).u53(body.salt);
  writeInputs(writer, body.inputs);
  writer.u16(body.outputs.length);
  for (const output of body.outputs) writeOutput(writer, output);
  writer.u8(body.calls.length);
  for (const call of body.calls) writer.text8(call.module).text8(call.command).fixed(call.actor, 32).bytes32(call.payload);
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
