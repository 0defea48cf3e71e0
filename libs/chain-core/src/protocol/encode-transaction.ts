import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary } from '../crypto/hash';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { compareBytes } from '../primitives/bytes';
import { readKeysLock, writeKeysLock } from './encode-lock';
import { readOutPoint, readOutput, writeOutPoint, writeOutput } from './encode-output';
import { transactionKey } from './ids';
import { LIMITS } from './limits';
import type { Call, Input, OpenInput, Output, SealedTransaction, SignedBy, Transaction, TransactionBody } from './transaction';

// Numbers on the wire: never reused.
const BODY_VERSION = 1;
const SPEND = 1;
const ISSUE = 2;
const OPEN = 3;
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
  return decodeOwnTransaction(Uint8Array.prototype.slice.call(bytes));
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
  writer.u16(body.inputs.length);
  for (const input of body.inputs) writeInput(writer, input);
  writer.u16(body.outputs.length);
  for (const output of body.outputs) writeOutput(writer, output);
  writer.u8(body.calls.length);
  for (const call of body.calls) writer.text8(call.module).text8(call.command).fixed(call.actor, 32).bytes32(call.payload);
}

function writeInput(writer: Writer, input: Input): void {
  if (input.kind === 'spend') {
    writer.u8(SPEND);
    writeOutPoint(writer, input.outPoint);
  } else if (input.kind === 'issue') {
    writer.u8(ISSUE);
    writeKeysLock(writer, input.definition.issuer);
    writer.bytes16(input.definition.document).amount(input.amount);
  } else {
    writer.u8(OPEN).text8(input.module).text8(input.lock).fixed(input.assetId, 32).amount(input.atLeast).amount(input.atMost);
    writeKeysLock(writer, input.to);
  }
}

function readBody(reader: Reader): TransactionBody {
  if (reader.u8('version') !== BODY_VERSION) malformed('version', 'unknown version of a transaction');
  const validFromMs = reader.u53('validFromMs');
  const validUntilMs = reader.u53('validUntilMs');
  const salt = reader.u53('salt');
  const inputs = readInputs(reader);
  const outputs: Output[] = [];
  for (let left = reader.count(16, LIMITS.outputsMax, 'outputs'); left > 0; left -= 1)
    outputs.push(readOutput(reader, `outputs[${outputs.length}]`));
  const calls: Call[] = [];
  for (let left = reader.count(8, LIMITS.callsMax, 'calls'); left > 0; left -= 1) calls.push(readCall(reader, `calls[${calls.length}]`));
  return { validFromMs, validUntilMs, salt, inputs, outputs, calls };
}

function readInputs(reader: Reader): readonly Input[] {
  const inputs: Input[] = [];
  let open = 0;
  for (let left = reader.count(16, LIMITS.inputsMax, 'inputs'); left > 0; left -= 1) {
    const input = readInput(reader, `inputs[${inputs.length}]`);
    if (input.kind === 'open' && (open += 1) > LIMITS.openInputsMax) malformed('inputs', `at most ${LIMITS.openInputsMax} may be open`);
    inputs.push(input);
  }
  return inputs;
}

function readInput(reader: Reader, field: string): Input {
  const kind = reader.u8(`${field}.kind`);
  if (kind === SPEND) return { kind: 'spend', outPoint: readOutPoint(reader, field) };
  if (kind === OPEN) return readOpenInput(reader, field);
  if (kind !== ISSUE) malformed(`${field}.kind`, 'unknown kind of input');
  const issuer = readKeysLock(reader, `${field}.issuer`);
  const document = reader.bytes16(LIMITS.assetDefinitionBytesMax, `${field}.document`);
  return { kind: 'issue', definition: { issuer, document }, amount: reader.amount(`${field}.amount`) };
}

function readOpenInput(reader: Reader, field: string): OpenInput {
  const module = reader.text8(LIMITS.nameBytesMax, `${field}.module`);
  const lock = reader.text8(LIMITS.nameBytesMax, `${field}.lock`);
  const assetId = reader.fixed(32, `${field}.assetId`);
  const atLeast = reader.amount(`${field}.atLeast`);
  const atMost = reader.amount(`${field}.atMost`);
  if (atMost < atLeast) malformed(`${field}.atMost`, 'must be no less than atLeast');
  return { kind: 'open', module, lock, assetId, atLeast, atMost, to: readKeysLock(reader, `${field}.to`) };
}

function readCall(reader: Reader, field: string): Call {
  const module = reader.text8(LIMITS.nameBytesMax, `${field}.module`);
  const command = reader.text8(LIMITS.nameBytesMax, `${field}.command`);
  const actor = reader.fixed(32, `${field}.actor`);
  return { module, command, actor, payload: reader.bytes32(LIMITS.payloadBytesMax, `${field}.payload`) };
}

function readSignatures(reader: Reader): readonly SignedBy[] {
  const signatures: SignedBy[] = [];
  for (let left = reader.count(8, LIMITS.signaturesMax, 'signatures'); left > 0; left -= 1) {
    const publicKey = reader.fixed(32, 'signatures.publicKey');
    const before = signatures.at(-1);
    if (before && compareBytes(before.publicKey, publicKey) >= 0) malformed('signatures', 'keys must ascend, each once');
    signatures.push({ publicKey, signature: reader.fixed(64, 'signatures.signature') });
  }
  return signatures;
}
