import { concatBytes, refuse, toHex, utf8, type Bytes, type ModuleContext, type PolicyFacts, type PublicKey, type WriteBatch } from '@bystack/chain-core/module';
import { take, type Bucket, type Rate } from '../quota/bucket';
import { readBucket, writeBucket } from './buckets';
import type { Params } from './params';
import { rateOf } from './rate-of';

interface Account {
  readonly id: Bytes;
  readonly rate: Rate;
}
interface Spent {
  readonly id: Bytes;
  readonly after: Bucket;
}
export const OTHERS = utf8('others');

export function memberBucket(key: PublicKey): Bytes {
  return concatBytes(utf8('m'), key);
}

/** Everybody who signed spends one; strangers together spend one. Refuses QUOTA_EXCEEDED {retryAfterMs} with the longest wait. */
export function spend(context: ModuleContext<Params>, { signers }: PolicyFacts): readonly Spent[] {
  let retryAfterMs = 0;
  const spent: Spent[] = [];
  for (const { id, rate } of accounts(context, signers)) {
    const taken = take(readBucket(context.state, id), rate, context.timeMs);
    if ('after' in taken) spent.push({ id, after: taken.after });
    else retryAfterMs = Math.max(retryAfterMs, taken.retryAfterMs);
  }
  return retryAfterMs === 0 ? spent : refuse('QUOTA_EXCEEDED', { retryAfterMs });
}

export function applySpend({ state }: ModuleContext<Params, WriteBatch>, _facts: PolicyFacts, spent: readonly Spent[]): void {
  for (const { id, after } of spent) writeBucket(state, id, after);
}

/** Whose rate is 0 a minute needs no account. */
function accounts(context: ModuleContext<Params>, signers: readonly PublicKey[]): Account[] {
  const list: Account[] = [];
  for (const signer of signers) {
    const { rate, member } = rateOf(context, toHex(signer));
    const id = member ? memberBucket(signer) : OTHERS;
    if (rate.perMinute > 0 && !list.some((other) => other.id === OTHERS && !member)) list.push({ id, rate });
  }
  return list;
}
