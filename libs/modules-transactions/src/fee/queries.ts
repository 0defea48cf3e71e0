import { fromHex, toHex, type Json, type ModuleContext } from '@bystack/chain-core/module';
import { amountOf } from '../amount-bytes';
import { accountKey, readAccount } from './accounts';
import { priceOf } from './charge';
import type { Params } from './params';

type Context = ModuleContext<Params>;
const PAGE = 100;

/** What a key can still write for. Amounts are decimal texts. */
export function account({ params, state }: Context, { key }: { key: string }): Json {
  return { key, amount: String(readAccount(state, accountKey(fromHex(key)!, fromHex(params.asset)!))), asset: params.asset, treasury: params.treasury };
}

/** Everybody who ever had something paid in, by key and asset. `after`: the last account of the page before. */
export function accounts({ state }: Context, { limit = PAGE, after }: { limit?: number; after?: string }): Json {
  const from = after === undefined ? {} : { from: Uint8Array.of(...fromHex(after)!, 0) };
  return state.range('accounts', { ...from, limit }).map(({ key, value }) => ({ account: toHex(key), key: toHex(key.subarray(0, 32)), asset: toHex(key.subarray(32)), amount: String(amountOf(value)) }));
}

export function price({ params }: Context, { sizeBytes }: { sizeBytes: number }): Json {
  return { amount: String(priceOf(params, sizeBytes)), asset: params.asset, treasury: params.treasury };
}
