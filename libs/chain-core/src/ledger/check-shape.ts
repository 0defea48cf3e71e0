import { parseCanonicalJson } from '../codec/json';
import { toBinary } from '../crypto/hash';
import type { ActiveModules } from '../module/active-modules';
import { Refusal, refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { LIMITS } from '../protocol/limits';
import type { Output, SealedTransaction, TransactionBody } from '../protocol/transaction';
import { u32Text } from './kernel-stores';
import { checkModuleLock } from './module-locks';
import { checkOpenInput, sourceKey } from './open-inputs';

/** The parameters of the chain that the ledger obeys. */
export type LedgerRules = Pick<GenesisDocument, 'assets' | 'limits'>;

/**
 * What can be said of a transaction without the state and the time. One path for mempool and block alike.
 * When several refusals apply, the first in the order below is given.
 */
export function checkShape(transaction: SealedTransaction, rules: LedgerRules, modules: ActiveModules): void {
  const { body } = transaction;
  if (transaction.bytes.length > rules.limits.transactionBytesMax)
    refuse('TRANSACTION_TOO_LARGE', { bytesMax: rules.limits.transactionBytesMax });
  if (body.inputs.length === 0 && body.calls.length === 0) refuse('EMPTY_TRANSACTION');
  checkWindow(body);
  if (rules.assets === 'disabled' && (body.inputs.length > 0 || body.outputs.length > 0)) refuse('ASSETS_DISABLED');
  checkInputs(body, modules);
  body.outputs.forEach((output, index) => checkOutput(output, index, modules));
}

/** Whether a transaction that was accepted can never be accepted again: the output it spent is gone. */
export function spendsOutput(body: TransactionBody): boolean {
  return body.inputs.some((input) => input.kind === 'spend');
}

function checkWindow(body: TransactionBody): void {
  const { validFromMs, validUntilMs } = body;
  if (validUntilMs <= validFromMs) refuse('WINDOW_EMPTY', { validFromMs, validUntilMs });
  const windowMsMax = spendsOutput(body) ? LIMITS.spendWindowMsMax : LIMITS.replayWindowMsMax;
  if (validUntilMs - validFromMs > windowMsMax) refuse('WINDOW_TOO_LONG', { windowMs: validUntilMs - validFromMs, windowMsMax });
}

function checkInputs(body: TransactionBody, modules: ActiveModules): void {
  if (body.inputs.length === 0 || (body.inputs.length === 1 && body.inputs[0]!.kind === 'spend')) return; // As most have it.
  const spent = new Set<string>();
  const open = new Set<string>();
  body.inputs.forEach((input, i) => {
    if (input.kind === 'issue') return checkDocument(input.definition.document, i);
    if (input.kind === 'open') {
      checkOpenInput(modules, body, input, i);
      if (open.size === open.add(sourceKey(input)).size) refuse('OPEN_INPUT_TWICE', { input: i });
      return;
    }
    const key = toBinary(input.outPoint.txId) + u32Text(input.outPoint.index);
    if (spent.has(key)) refuse('DUPLICATE_INPUT', { input: i });
    spent.add(key);
  });
}

function checkDocument(document: Uint8Array, input: number): void {
  try {
    parseCanonicalJson(document, { depthMax: 8, bytesMax: LIMITS.assetDefinitionBytesMax });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse('ASSET_DOCUMENT_INVALID', { input, reason: String(error.facts.reason) });
  }
}

function checkOutput({ value, lock }: Output, output: number, modules: ActiveModules): void {
  if (value.kind === 'commitment') refuse('COMMITMENTS_NOT_ENABLED', { output });
  if (lock.kind === 'module') checkModuleLock(modules, lock, output);
}
