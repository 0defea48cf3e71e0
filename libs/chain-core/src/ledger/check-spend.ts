import { toBinary } from '../crypto/hash';
import type { ActiveModules } from '../module/active-modules';
import { toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { decodeOutput } from '../protocol/codec';
import { assetId } from '../protocol/ids';
import type { Input, SealedTransaction, TransactionBody } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import { Balance } from './balance';
import { outputKey } from './kernel-stores';
import { openLock, Signers } from './locks';
import { mayHaveEffects, ownerAfter } from './module-locks';
import { isRemembered } from './remember';

/**
 * What must hold of a transaction against a state at a time, before its calls: window, replay, existing inputs, opened locks, balance,
 * signers. Refuses with the first that fails, in this order. Signatures themselves are verified elsewhere, once.
 * @returns what comes in and goes out: equal, unless a module that is called may have something to do with it
 */
export function checkSpend(state: KeyValueSource, transaction: SealedTransaction, timeMs: number, modules: ActiveModules): Balance {
  const { body, txId } = transaction;
  if (timeMs < body.validFromMs) refuse('NOT_YET_VALID', { validFromMs: body.validFromMs, timeMs });
  if (timeMs >= body.validUntilMs) refuse('EXPIRED', { validUntilMs: body.validUntilMs, timeMs });
  if (isRemembered(state, transaction)) refuse('ALREADY_RECORDED', { txId: toHex(txId) });
  const signers = new Signers(transaction.signatures.map(({ publicKey }) => toBinary(publicKey)));
  const balance = balanceOf(state, body, { signers, timeMs, modules });
  body.calls.forEach(({ actor }, call) => {
    if (!signers.has(toBinary(actor))) refuse('ACTOR_NOT_SIGNER', { call });
  });
  signers.refuseUnneeded();
  return balance;
}

function balanceOf(state: KeyValueSource, body: TransactionBody, surroundings: Omit<Taking, 'balance'>): Balance {
  const balance = new Balance();
  const taking = { balance, ...surroundings };
  body.inputs.forEach((input, i) => takeInput(state, input, i, taking));
  for (const output of body.outputs) balance.out(output.assetId, output.value);
  if (!mayHaveEffects(surroundings.modules, body)) refuseUnbalanced(balance, body, surroundings.modules);
  return balance;
}

/** What a module that was replaced meanwhile would have put in or taken is not the signer's mistake: then that is what is said. */
function refuseUnbalanced(balance: Balance, { calls }: TransactionBody, modules: ActiveModules): void {
  const gone = calls.find(({ module }) => modules.find(module) === undefined);
  if (gone !== undefined && !balance.isEven) refuse('UNKNOWN_MODULE', { module: gone.module });
  balance.refuseUnbalanced();
}

interface Taking {
  readonly balance: Balance;
  readonly signers: Signers;
  readonly timeMs: number;
  readonly modules: ActiveModules;
}

function takeInput(state: KeyValueSource, input: Input, index: number, { balance, signers, timeMs, modules }: Taking): void {
  if (input.kind === 'issue') {
    openLock(input.definition.issuer, signers, timeMs, index);
    balance.in(assetId(input.definition), { kind: 'amount', amount: input.amount });
    return;
  }
  if (input.kind === 'open') return; // What comes of it is known when the calls have run.
  const bytes = state.get(outputKey(input.outPoint)) ?? refuse('INPUT_MISSING', { input: index });
  const output = decodeOutput(bytes);
  const owner = output.lock.kind === 'module' ? ownerAfter(modules, output.lock) : undefined;
  openLock(owner === undefined ? output.lock : { kind: 'keys', threshold: 1, keys: [owner] }, signers, timeMs, index);
  balance.in(output.assetId, output.value);
}
