import { checkShape, spendsOutput, type LedgerRules } from '../ledger/check-shape';
import type { Balance } from '../ledger/balance';
import { checkMaturity } from '../ledger/coinbase';
import { checkSpend } from '../ledger/check-spend';
import { applySpend } from '../ledger/apply-spend';
import { Taken } from '../ledger/open-inputs';
import { payOpenInputs } from '../ledger/pay-open-inputs';
import { EffectQueue } from '../ledger/own-outputs';
import { remember } from '../ledger/remember';
import type { SignatureVerifier } from '../ledger/signature-verifier';
import type { ActiveModule } from '../module/active-module';
import { callAtOnce } from '../module/call-module';
import { called, metered, type BlockScope } from '../module/contexts';
import type { PolicyFacts } from '../module/definition/parts';
import { EventQueue } from '../module/event-queue';
import { BUDGETS } from '../module/meter';
import type { Work } from '../module/work';
import { Refusal, refuse } from '../primitives/refusal';
import type { CoinbaseParameters } from '../protocol/genesis';
import type { Outcome, TransactionResult } from '../protocol/result';
import type { SealedTransaction } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import { Overlay } from '../state/overlay';
import { asFault } from './errors';
import type { PayloadCache } from './payload-cache';
import { PolicyApply, PolicyCheck } from './policy-calls';
import { toOutcome } from './to-outcome';
import { checkCall, prepare, runCall, type Traces } from './run-call';

const ACCEPTED: Outcome = { kind: 'accepted' };
/** In place of a call that refused: it is the kernel that does. */
const KERNELS = -1;

/** What execution needs besides the state. */
export interface TransactionRules {
  readonly ledger: LedgerRules;
  readonly verifier: SignatureVerifier;
  readonly payloads: PayloadCache;
  /** On chains of proof of work. */
  readonly coinbase?: CoinbaseParameters;
}

/**
 * Whether a transaction could be recorded in this state at this time. Refuses. Later calls of a transaction may build on what earlier
 * ones apply, so beyond their payloads only the first is asked.
 */
export function* checkTransaction(scope: BlockScope, rules: TransactionRules, state: KeyValueSource, transaction: SealedTransaction): Work<void> {
  checkKernel(scope, rules, state, transaction);
  const policy = policyOf(scope, transaction);
  if (policy !== undefined) callAtOnce(new PolicyCheck(policy, called(metered(scope, BUDGETS.policy), policy), state, policyFacts(transaction)));
  for (const [callIndex, call] of transaction.body.calls.entries()) {
    const place = { call, txId: transaction.txId, callIndex };
    try {
      if (callIndex === 0) yield* checkCall(metered(scope, BUDGETS.transaction), rules.payloads, state, place);
      else prepare(scope, rules.payloads, place);
    } catch (error) {
      throw asFault(transaction.txId, error, callIndex);
    }
  }
}

/**
 * Executes one transaction with calls into the block's overlay. A Refusal thrown from here means that the transaction must not be in the block at all
 * (and nothing was written). A refusal of one of its calls is a result: the policy's account of it stays, the rest is as if it had not been.
 */
export function* executeTransaction(
  scope: BlockScope,
  rules: TransactionRules,
  block: Overlay,
  transaction: SealedTransaction,
): Work<TransactionResult> {
  const balance = checkKernel(scope, rules, block, transaction);
  const afterPolicy = applyPolicy(scope, block, transaction);
  const afterCalls = new Overlay(afterPolicy ?? block);
  const events = new EventQueue();
  const effects = new EffectQueue(transaction.txId, transaction.body.outputs.length);
  const outcome = yield* runCalls(scope, rules.payloads, afterCalls, transaction, { events, effects, balance, taken: new Taken() });
  // Nothing throws from here on.
  afterPolicy?.writeTo(block);
  if (outcome.kind === 'accepted') {
    afterCalls.writeTo(block);
    applySpend(block, transaction);
  }
  if (outcome.kind === 'refused' || !spendsOutput(transaction.body)) remember(block, transaction);
  const isAccepted = outcome.kind === 'accepted';
  return { txId: transaction.txId, outcome, events: isAccepted ? events.events : [], effects: isAccepted ? effects.effects : [] };
}

/** The same for one without calls, in which no module has to be waited for. */
export function executePayment(scope: BlockScope, rules: TransactionRules, block: Overlay, transaction: SealedTransaction): TransactionResult {
  checkKernel(scope, rules, block, transaction);
  const afterPolicy = applyPolicy(scope, block, transaction);
  // Nothing throws from here on.
  afterPolicy?.writeTo(block);
  applySpend(block, transaction);
  if (!spendsOutput(transaction.body)) remember(block, transaction);
  return { txId: transaction.txId, outcome: ACCEPTED, events: [], effects: [] };
}

function checkKernel(scope: BlockScope, rules: TransactionRules, state: KeyValueSource, transaction: SealedTransaction): Balance {
  checkShape(transaction, rules.ledger, scope.modules);
  const balance = checkSpend(state, transaction, scope.timeMs, scope.modules);
  if (rules.coinbase !== undefined) checkMaturity(state, transaction.body);
  if (!rules.verifier.verify(transaction)) refuse('SIGNATURE_INVALID');
  return balance;
}

/** @returns what the policy wrote; undefined if the chain has none, or none for this transaction. */
function applyPolicy(scope: BlockScope, block: Overlay, transaction: SealedTransaction): Overlay | undefined {
  const policy = policyOf(scope, transaction);
  if (policy === undefined) return undefined;
  const overlay = new Overlay(block);
  const facts = policyFacts(transaction);
  const counted = metered(scope, BUDGETS.policy);
  const checked = callAtOnce(new PolicyCheck(policy, called(counted, policy), block, facts));
  callAtOnce(new PolicyApply(policy, called(counted, policy), overlay, facts, checked));
  return overlay;
}

function* runCalls(
  scope: BlockScope,
  payloads: PayloadCache,
  overlay: Overlay,
  transaction: SealedTransaction,
  traces: Traces,
): Work<Outcome> {
  const { body, txId } = transaction;
  const counted = metered(scope, BUDGETS.transaction);
  let callIndex = 0;
  try {
    for (; callIndex < body.calls.length; callIndex += 1) {
      yield* runCall(counted, payloads, overlay, { call: body.calls[callIndex]!, txId, callIndex }, traces);
    }
    callIndex = KERNELS;
    payOpenInputs(overlay, body, traces);
    traces.balance.refuseUnbalanced();
    return ACCEPTED;
  } catch (error) {
    if (error instanceof Refusal) return toOutcome(callIndex, error);
    throw asFault(txId, error, callIndex === KERNELS ? undefined : callIndex);
  }
}

/** A transaction that is nothing but one command to the kernel is the kernel's to judge: seats must be able to act whatever the chain asks of others. */
function policyOf({ modules }: BlockScope, { body, signatures }: SealedTransaction): ActiveModule | undefined {
  const isKernels = body.inputs.length + body.outputs.length === 0 && body.calls.length === 1 && signatures.length === 1 && body.calls[0]!.module === modules.kernel?.name;
  return isKernels ? modules.kernel : modules.policy;
}

function policyFacts(transaction: SealedTransaction): PolicyFacts {
  return { transaction, txId: transaction.txId, signers: transaction.signatures.map(({ publicKey }) => publicKey), sizeBytes: transaction.bytes.length };
}
