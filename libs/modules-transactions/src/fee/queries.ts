import { fromHex, toHex, type Json, type ModuleContext } from '@bystack/chain-core/module';
import { amountOf } from '../amount-bytes';
import { readAccount } from './accounts';
import { priceOf } from './charge';
import type { Params } from './params';

type Context = ModuleContext<Params>;
const PAGE = 100;

/** What a key can still write for. Amounts are decimal texts. */
export function account({ params, state }: Context, { key }: { key: string }): Json {
  return { key, amount: String(readAccount(state, fromHex(key)!)), asset: params.asset, treasury: params.treasury };
}

/** Everybody who ever had something paid in, by key. */
export function accounts({ state }: Context, { limit = PAGE, after }: { limit?: number; after?: string }): Json {
  const from = after === undefined ? {} : { from: Uint8Array.of(...fromHex(after)!, 0) };
  return state.range('accounts', { ...from, limit }).map(({ key, value }) => ({ key: toHex(key), amount: String(amountOf(value)) }));
}

export function price({ params }: Context, { sizeBytes }: { sizeBytes: number }): Json {
  return { amount: String(priceOf(params, sizeBytes)), asset: params.asset, treasury: params.treasury };
}
