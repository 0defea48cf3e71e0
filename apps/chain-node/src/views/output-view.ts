import type { Json, JsonObject } from '@bystack/api';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { assetId } from '@bystack/chain-core/protocol/ids';
import { boundInputs } from '@bystack/chain-core/protocol/bound-inputs';
import type { TransactionResult } from '@bystack/chain-core/protocol/result';
import type { Input, Lock, OpenInput, Output, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { holderView } from './moves';

/** @param result of a transaction that is recorded: what came of open inputs stands there */
export function inputsView(body: TransactionBody, result?: TransactionResult): readonly JsonObject[] {
  const bound = result?.outcome.kind === 'accepted' ? boundInputs(body, result) : [];
  const came = new Map(bound.map((it) => [it.input, it.came]));
  return body.inputs.map((input) => (input.kind === 'open' ? openInputView(input, came.get(input)) : inputView(input)));
}

function inputView(input: Exclude<Input, OpenInput>): JsonObject {
  if (input.kind === 'spend') return { kind: 'spend', txId: toHex(input.outPoint.txId), index: input.outPoint.index };
  const { definition, amount } = input;
  return { kind: 'issue', assetId: toHex(assetId(definition)), issuer: lockView(definition.issuer), document: jsonOf(definition.document), amount: String(amount) };
}

function openInputView({ module, lock, assetId: asset, atLeast, atMost, to }: OpenInput, came: bigint | undefined): JsonObject {
  return { kind: 'open', module, lock, assetId: toHex(asset), atLeast: String(atLeast), atMost: String(atMost), to: lockView(to), ...(came !== undefined && { came: String(came) }) };
}

export function outputView({ assetId: asset, value, lock }: Output): JsonObject {
  const shown: JsonObject = value.kind === 'amount' ? { amount: String(value.amount) } : { commitment: toHex(value.commitment) };
  return { assetId: toHex(asset), ...shown, lock: lockView(lock) };
}

function lockView(lock: Lock): JsonObject {
  if (lock.kind === 'module') return { kind: 'module', module: lock.module, data: toHex(lock.data) };
  return holderView(lock) as unknown as JsonObject;
}

/** Payloads were parsed when they were recorded; one that only waits may be anything. */
export function jsonOf(bytes: Bytes): Json {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as Json;
  } catch {
    return toHex(bytes);
  }
}
