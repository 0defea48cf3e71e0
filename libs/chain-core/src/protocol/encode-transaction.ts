import { Writer } from '../codec/writer';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { BODY_VERSION, DecodedTransaction } from './decoded-transaction';
import { writeInputs } from './encode-input';
import { writeOutput } from './encode-output';
import { transactionKey } from './ids';
import type { SealedTransaction, Transaction, TransactionBody } from './transaction';

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
  return new DecodedTransaction(bytes, key, transaction);
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
