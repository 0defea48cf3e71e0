import { AMOUNT_MAX, assetId, equalBytes, fromHex, refuse, toHex, type Bytes, type Hash, type ModuleContext, type Output, type PolicyFacts, type PublicKey, type TransactionBody, type WriteBatch } from '@bystack/chain-core/module';
import { accountKey, readAccount, writeAccount } from './accounts';
import type { Params } from './params';

/** What a transaction does to its payer's account. */
export interface Charged {
  readonly account: Bytes;
  readonly after: bigint;
}

/**
 * What comes of a transaction: who pays, and what is left on the account. Refuses, in this order: PAYMENT_WITH_COMMANDS, FEE_UNPAID, ACCOUNT_FULL.
 *
 * A transaction without commands is recorded as it stands or not at all, so what it pays to the treasury counts at once, and pays for the transaction
 * itself first. One with commands may yet be refused, and then makes none of its outputs: it is paid from the account alone.
 */
export function charge({ params, state }: ModuleContext<Params>, { transaction: { body }, signers, sizeBytes }: PolicyFacts): Charged {
  const asset = fromHex(params.asset)!;
  const paid = paidIn(body.outputs, asset, fromHex(params.treasury)!);
  if (paid > 0n && body.calls.length > 0) refuse('PAYMENT_WITH_COMMANDS');
  const payer = body.calls[0]?.actor ?? signers[0]!;
  const key = accountKey(payer, asset);
  const account = readAccount(state, key);
  const price = issues(body, asset) ? 0n : priceOf(params, sizeBytes);
  const after = account + paid - price;
  if (after < 0n) refuse('FEE_UNPAID', { price: String(price), account: String(account), missing: String(-after), payer: toHex(payer), asset: params.asset });
  if (after > AMOUNT_MAX) refuse('ACCOUNT_FULL', { key: toHex(payer) });
  return { account: key, after };
}

export function applyCharge({ state }: ModuleContext<Params, WriteBatch>, _facts: PolicyFacts, { account, after }: Charged): void {
  writeAccount(state, account, after);
}

/** In units of the asset. */
export function priceOf({ perTransaction, perByte }: Params, sizeBytes: number): bigint {
  return BigInt(perTransaction) + BigInt(perByte) * BigInt(sizeBytes);
}

/** A payment is an output that the treasury's key can spend alone, and at once. */
function paidIn(outputs: readonly Output[], asset: Hash, treasury: PublicKey): bigint {
  let sum = 0n;
  for (const { assetId: of, value, lock } of outputs) {
    if (lock.kind !== 'keys' || lock.keys.length !== 1 || lock.notBeforeMs !== undefined || value.kind !== 'amount') continue;
    if (equalBytes(lock.keys[0]!, treasury) && equalBytes(of, asset)) sum += value.amount;
  }
  return sum;
}

/** The issuer of the asset brings it about for nothing: before, nobody could pay. Whoever may make any amount of it could pay any amount, too. */
export function issues({ inputs, calls }: TransactionBody, asset: Hash): boolean {
  return calls.length === 0 && inputs.some((input) => input.kind === 'issue' && equalBytes(assetId(input.definition), asset));
}
