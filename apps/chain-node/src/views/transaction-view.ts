import type { EventView, OutcomeView, TransactionState, TransactionView } from '@bystack/api';
import type { ActiveModules } from '@bystack/chain-core/module/active-modules';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeResult } from '@bystack/chain-core/protocol/codec';
import type { SealedBlock } from '@bystack/chain-core/protocol/block';
import type { ModuleEvent, Outcome, TransactionResult } from '@bystack/chain-core/protocol/result';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { refusalWords } from '../rpc/refusal-problem';
import { inputsView, jsonOf, outputView } from './output-view';

/** Where a transaction is recorded. */
export interface Recorded {
  readonly block: SealedBlock;
  readonly index: number;
  readonly resultLeaves: readonly Bytes[];
}

/** A transaction for people: amounts as strings, bytes as hex, payloads as JSON. */
export function transactionView(transaction: SealedTransaction, state: TransactionState, modules: ActiveModules, recorded?: Recorded): TransactionView {
  const { body, bytes, signatures, txId } = transaction;
  const result = recorded && decodeResult(recorded.resultLeaves[recorded.index]!);
  return {
    txId: toHex(txId),
    state,
    sizeBytes: bytes.length,
    signers: signatures.map(({ publicKey }) => toHex(publicKey)),
    calls: body.calls.map(({ module, command, actor, payload }) => ({ module, command, actor: toHex(actor), payload: jsonOf(payload) })),
    inputs: inputsView(body, result),
    outputs: body.outputs.map(outputView),
    events: [],
    ...(recorded && result && recordedView(result, recorded, modules)),
  };
}

function recordedView({ txId, outcome, events }: TransactionResult, { block, index }: Recorded, modules: ActiveModules) {
  const { height, timeMs } = block.header;
  return { height, index, timeMs, outcome: outcomeView(outcome, modules), events: events.map((event) => eventView(event, height, toHex(txId))) };
}

export function outcomeView(outcome: Outcome, modules: ActiveModules): OutcomeView {
  if (outcome.kind === 'accepted') return { kind: 'accepted' };
  const { code, facts } = outcome;
  return { kind: 'refused', code, detail: refusalWords(code, facts, modules), facts };
}

export function eventView({ module, name, data }: ModuleEvent, height: number, txId?: string): EventView {
  return { height, ...(txId !== undefined && { txId }), module, name, data: jsonOf(data) };
}
