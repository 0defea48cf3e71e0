import type { EventView, JsonObject, OutcomeView, TransactionState, TransactionView } from '@bystack/api';
import type { Json } from '@bystack/api';
import type { ActiveModules } from '@bystack/chain-core/module/active-modules';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeResult } from '@bystack/chain-core/protocol/codec';
import type { SealedBlock } from '@bystack/chain-core/protocol/block';
import { assetId } from '@bystack/chain-core/protocol/ids';
import type { ModuleEvent, Outcome } from '@bystack/chain-core/protocol/result';
import type { Input, Lock, OpenInput, Output, SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { refusalWords } from '../rpc/refusal-problem';

/** Where a transaction is recorded. */
export interface Recorded {
  readonly block: SealedBlock;
  readonly index: number;
  readonly resultLeaves: readonly Bytes[];
}

/** A transaction for people: amounts as strings, bytes as hex, payloads as JSON. */
export function transactionView(transaction: SealedTransaction, state: TransactionState, modules: ActiveModules, recorded?: Recorded): TransactionView {
  const { body, bytes, signatures, txId } = transaction;
  return {
    txId: toHex(txId),
    state,
    sizeBytes: bytes.length,
    signers: signatures.map(({ publicKey }) => toHex(publicKey)),
    calls: body.calls.map(({ module, command, actor, payload }) => ({ module, command, actor: toHex(actor), payload: jsonOf(payload) })),
    inputs: body.inputs.map(inputView),
    outputs: body.outputs.map(outputView),
    events: [],
    ...(recorded !== undefined && recordedView(transaction, recorded, modules)),
  };
}

function recordedView(transaction: SealedTransaction, { block, index, resultLeaves }: Recorded, modules: ActiveModules) {
  const { height, timeMs } = block.header;
  const result = decodeResult(resultLeaves[index]!);
  const events = result.events.map((event) => eventView(event, height, toHex(transaction.txId)));
  return { height, index, timeMs, outcome: outcomeView(result.outcome, modules), events };
}

export function outcomeView(outcome: Outcome, modules: ActiveModules): OutcomeView {
  if (outcome.kind === 'accepted') return { kind: 'accepted' };
  const { code, facts } = outcome;
  return { kind: 'refused', code, detail: refusalWords(code, facts, modules), facts };
}

export function eventView({ module, name, data }: ModuleEvent, height: number, txId?: string): EventView {
  return { height, ...(txId !== undefined && { txId }), module, name, data: jsonOf(data) };
}

function inputView(input: Input): JsonObject {
  if (input.kind === 'spend') return { kind: 'spend', txId: toHex(input.outPoint.txId), index: input.outPoint.index };
  if (input.kind === 'open') return openInputView(input);
  const { definition, amount } = input;
  return { kind: 'issue', assetId: toHex(assetId(definition)), issuer: lockView(definition.issuer), document: jsonOf(definition.document), amount: String(amount) };
}

function openInputView({ module, lock, assetId: asset, atLeast, atMost, to }: OpenInput): JsonObject {
  return { kind: 'open', module, lock, assetId: toHex(asset), atLeast: String(atLeast), atMost: String(atMost), to: lockView(to) };
}

function outputView({ assetId: asset, value, lock }: Output): JsonObject {
  const shown: JsonObject = value.kind === 'amount' ? { amount: String(value.amount) } : { commitment: toHex(value.commitment) };
  return { assetId: toHex(asset), ...shown, lock: lockView(lock) };
}

function lockView(lock: Lock): JsonObject {
  if (lock.kind === 'retire') return { kind: 'retire' };
  if (lock.kind === 'module') return { kind: 'module', module: lock.module, data: toHex(lock.data) };
  const { threshold, keys, notBeforeMs } = lock;
  return { kind: 'keys', threshold, keys: keys.map(toHex), ...(notBeforeMs !== undefined && { notBeforeMs }) };
}

/** Payloads were parsed when they were recorded; one that only waits may be anything. */
function jsonOf(bytes: Bytes): Json {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as Json;
  } catch {
    return toHex(bytes);
  }
}
