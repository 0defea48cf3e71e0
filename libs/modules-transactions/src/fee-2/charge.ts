import { AMOUNT_MAX, fromHex, refuse, toHex, type Bytes, type Hash, type ModuleContext, type PolicyFacts, type TransactionBody, type WriteBatch } from '@bystack/chain-core/module';
import { accountKey } from '../fee/accounts';
import { issues, priceOf } from '../fee/charge';
import { leftOf, paidInTo, putDeposit, readAccount, writeAccount, type Account, type Deposit } from './accounts';
import { inLine } from './line';
import type { Params } from './params';

interface Changed {
  readonly key: Bytes;
  readonly account: Account;
}
/** What a transaction does to accounts. */
export interface Charged {
  /** By key in hex. */
  readonly changed: ReadonlyMap<string, Changed>;
  readonly deposits: readonly (Deposit & { readonly account: Bytes })[];
}

/**
 * What comes of a transaction: what is paid in by it, who pays, and what is left. Refuses, in this order: PAYMENT_WITH_COMMANDS, ACCOUNT_FULL, FEE_UNPAID.
 *
 * A transaction without commands is recorded as it stands or not at all, so what it pays in counts at once, and pays for the transaction itself first. One with commands may yet be
 * refused, and then makes none of its outputs: it is paid from the account alone.
 */
export function charge(context: ModuleContext<Params>, { transaction: { body }, txId, signers, sizeBytes }: PolicyFacts): Charged {
  const { params, state } = context;
  const deposits = depositsIn(context, body, txId);
  if (deposits.length > 0 && body.calls.length > 0) refuse('PAYMENT_WITH_COMMANDS');
  const asset = fromHex(params.asset)!;
  const payer = accountKey(body.calls[0]?.actor ?? signers[0]!, asset);
  const changed = new Map<string, Changed>();
  const change = (key: Bytes, by: (account: Account) => Account): void => void changed.set(toHex(key), { key, account: by(changed.get(toHex(key))?.account ?? readAccount(state, key)) });
  for (const { account, amount } of deposits) change(account, (before) => withDeposit(account, before, amount));
  const price = issues(body, asset) ? 0n : priceOf(params, sizeBytes);
  if (price > 0n) change(payer, (before) => withoutPrice(params, payer, before, price));
  return { changed, deposits };
}

export function applyCharge({ params, state, height }: ModuleContext<Params, WriteBatch>, _facts: PolicyFacts, { changed, deposits }: Charged): void {
  for (const { key, account } of changed.values()) writeAccount(state, key, account.used < BigInt(params.handOverFrom) ? account : inLine(state, key, account, height));
  for (const { account, ...deposit } of deposits) putDeposit(state, account, deposit);
}

function depositsIn(context: ModuleContext<Params>, { outputs }: TransactionBody, txId: Hash): Charged['deposits'] {
  return outputs.flatMap((output, index) => {
    const owner = paidInTo(context, output);
    if (owner === undefined || output.value.kind !== 'amount') return [];
    return [{ account: accountKey(owner, output.assetId), outPoint: { txId, index }, amount: output.value.amount }];
  });
}

function withDeposit(key: Bytes, account: Account, amount: bigint): Account {
  const after = { ...account, deposited: account.deposited + amount };
  return after.deposited + after.credit > AMOUNT_MAX ? refuse('ACCOUNT_FULL', { key: toHex(key.subarray(0, 32)) }) : after;
}

function withoutPrice({ asset }: Params, key: Bytes, account: Account, price: bigint): Account {
  const left = leftOf(account);
  if (left < price) refuse('FEE_UNPAID', { price: String(price), account: String(left), missing: String(price - left), payer: toHex(key.subarray(0, 32)), asset });
  const credited = account.credit < price ? account.credit : price;
  return { ...account, credit: account.credit - credited, used: account.used + price - credited };
}
