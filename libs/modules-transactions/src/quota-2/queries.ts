import { fromHex, toHex, type Json, type ModuleContext } from '@bystack/chain-core/module';
import { amountOf } from '../amount-bytes';
import { left } from '../quota/bucket';
import { readBucket } from '../quota/spend-buckets';
import type { Params } from './params';
import { rateOf } from './rate-of';
import { memberBucket, OTHERS } from './spenders';

const CREDITS_MAX = 16;

/** What a key may write, and how much of it at once now; `credits`: paid in while fees were asked for, and kept, by asset (decimal texts). */
export function quotaOf(context: ModuleContext<Params>, { key }: { key: string }): Json {
  const { rate, member } = rateOf(context, key);
  const bytes = fromHex(key)!;
  const credits = context.state.range('credits', { from: bytes, to: Uint8Array.of(...bytes, ...new Uint8Array(32).fill(255), 0), limit: CREDITS_MAX });
  const now = left(readBucket(context.state, member ? memberBucket(bytes) : OTHERS), rate, context.timeMs);
  return { key, member, perMinute: rate.perMinute, burst: rate.burst, left: rate.perMinute === 0 ? null : now, credits: credits.map(({ key: account, value }) => ({ asset: toHex(account.subarray(32)), amount: String(amountOf(value)) })) };
}
