import { toBinary } from '../crypto/hash';
import { toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { decodeOutput } from '../protocol/codec';
import { assetId } from '../protocol/ids';
import type { Input, SealedTransaction, TransactionBody } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import { Balance } from './balance';
import { outputKey } from './kernel-stores';
import { openLock, Signers } from './locks';
import { isRemembered } from './remember';

/**
 * What must hold of a transaction against a state at a time, before its calls: window, replay, existing inputs, opened locks, balance,
 * signers. Refuses with the first that fails, in this order. Signatures themselves are verified elsewhere, once.
 */
export function checkSpend(state: KeyValueSource, transaction: SealedTransaction, timeMs: number): void {
  const { body, txId } = transaction;
  if (timeMs < body.validFromMs) refuse('NOT_YET_VALID', { validFromMs: body.validFromMs, timeMs });
  if (timeMs >= body.validUntilMs) refuse('EXPIRED', { validUntilMs: body.validUntilMs, timeMs });
  if (isRemembered(state, transaction)) refuse('ALREADY_RECORDED', { txId: toHex(txId) });
  const signers = new Signers(new Set(transaction.signatures.map(({ publicKey }) => toBinary(publicKey))));
  checkBalance(state, body, signers, timeMs);
  body.calls.forEach(({ actor }, call) => {
    if (!signers.has(toBinary(actor))) refuse('ACTOR_NOT_SIGNER', { call });
  });
  signers.refuseUnneeded();
}

function checkBalance(state: KeyValueSource, body: TransactionBody, signers: Signers, timeMs: number): void {
  const balance = new Balance();
  body.inputs.forEach((input, i) => takeInput(state, input, i, { balance, signers, timeMs }));
  for (const output of body.outputs) balance.out(output.assetId, output.value);
  balance.refuseUnbalanced();
}

interface Taking {
  readonly balance: Balance;
  readonly signers: Signers;
  readonly timeMs: number;
}

function takeInput(state: KeyValueSource, input: Input, index: number, { balance, signers, timeMs }: Taking): void {
  if (input.kind === 'issue') {
    openLock(input.definition.issuer, signers, timeMs, index);
    balance.in(assetId(input.definition), { kind: 'amount', amount: input.amount });
    return;
  }
  const bytes = state.get(outputKey(input.outPoint)) ?? refuse('INPUT_MISSING', { input: index });
  const output = decodeOutput(bytes);
  openLock(output.lock, signers, timeMs, index);
  balance.in(output.assetId, output.value);
}
