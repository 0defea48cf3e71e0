import { fromHex, refuse, toHex, type ApplyContext, type Bytes, type CheckContext } from '@bystack/chain-core/module';
import { accountKey } from '../fee/accounts';
import { depositsOf, readAccount, type Deposit } from './accounts';
import { payTreasury, settle } from './hand-over';
import type { Params } from './params';

/** Left out: everything, of the asset that is paid with. */
export interface PayOut {
  readonly amount?: string;
  readonly asset?: string;
}
interface Planned {
  readonly account: Bytes;
  readonly amount: bigint;
  readonly deposits: readonly Deposit[];
}

/** Outputs that one command takes; who has paid in in more pieces asks again. */
const DEPOSITS_MAX = 200;

/** What was paid in and is not used belongs to whoever paid it in. In this order: NOTHING_PAID_IN, NOT_SO_MUCH. */
export function checkPayOut({ params, state, actor }: CheckContext<Params>, { amount, asset = params.asset }: PayOut): Planned {
  const account = accountKey(actor, fromHex(asset)!);
  const { used } = readAccount(state, account);
  const all = depositsOf(state, account, DEPOSITS_MAX);
  const most = all.reduce((sum, deposit) => sum + deposit.amount, 0n) - used;
  if (most <= 0n) refuse('NOTHING_PAID_IN', { key: toHex(actor), asset });
  const wanted = amount === undefined ? most : BigInt(amount);
  if (wanted > most) refuse('NOT_SO_MUCH', { most: String(most), asset });
  return { account, amount: wanted, deposits: enough(all, wanted + used) };
}

export function applyPayOut(context: ApplyContext<Params>, { asset = context.params.asset }: PayOut, { account, amount, deposits }: Planned): void {
  const { outputs, actor, emit } = context;
  const used = settle(context, account, deposits, amount);
  outputs.create({ assetId: fromHex(asset)!, amount, lock: { kind: 'keys', threshold: 1, keys: [actor] } });
  payTreasury(context, asset, used);
  emit('paid-out', { key: toHex(actor), asset, amount: String(amount) });
}

function enough(all: readonly Deposit[], needed: bigint): readonly Deposit[] {
  let sum = 0n;
  const last = all.findIndex(({ amount }) => (sum += amount) >= needed);
  return all.slice(0, last + 1);
}
