import { fromHex, type Json, type ModuleContext } from '@bystack/chain-core/module';
import { amountOf } from '../amount-bytes';
import { left } from '../quota/bucket';
import { readBucket } from './buckets';
import type { Params } from './params';
import { rateOf } from './rate-of';
import { memberBucket, OTHERS } from './spend';

/** What a key may write, and how much of it at once now; `credit`: paid in while fees were asked for, and kept (decimal text). */
export function quotaOf(context: ModuleContext<Params>, { key }: { key: string }): Json {
  const { rate, member } = rateOf(context, key);
  const bytes = fromHex(key)!;
  const credit = context.state.get('credits', bytes);
  const now = left(readBucket(context.state, member ? memberBucket(bytes) : OTHERS), rate, context.timeMs);
  return { key, member, perMinute: rate.perMinute, burst: rate.burst, left: rate.perMinute === 0 ? null : now, credit: credit === undefined ? '0' : String(amountOf(credit)) };
}
