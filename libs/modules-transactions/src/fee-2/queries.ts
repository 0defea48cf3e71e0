import { fromHex, moduleLock, toHex, type Json, type ModuleContext } from '@bystack/chain-core/module';
import { accountKey } from '../fee/accounts';
import { accountOf, leftOf, LOCK, readAccount } from './accounts';
import type { Params } from './params';

type Context = ModuleContext<Params>;
const PAGE = 100;

/** What a key can still write for, what of it can be paid out, and the lock of an output that is paid in for it (`data` in hex). Amounts are decimal texts. */
export function account({ params, state, space }: Context, { key }: { key: string }): Json {
  const owner = fromHex(key)!;
  const found = readAccount(state, accountKey(owner, fromHex(params.asset)!));
  const { module, data } = moduleLock(space, { lock: LOCK, owner, data: {} });
  return { key, amount: String(leftOf(found)), paidIn: String(found.deposited - found.used), asset: params.asset, treasury: params.treasury, lock: { module, data: toHex(data) } };
}

/** Everybody who ever had something, by key and asset. `after`: the last account of the page before. */
export function accounts({ state }: Context, { limit = PAGE, after }: { limit?: number; after?: string }): Json {
  const from = after === undefined ? {} : { from: Uint8Array.of(...fromHex(after)!, 0) };
  return state.range('accounts', { ...from, limit }).map(({ key, value }) => {
    const found = accountOf(value);
    return { account: toHex(key), key: toHex(key.subarray(0, 32)), asset: toHex(key.subarray(32)), amount: String(leftOf(found)), paidIn: String(found.deposited - found.used) };
  });
}
