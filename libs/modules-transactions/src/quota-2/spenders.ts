import { concatBytes, toHex, utf8, type Bytes, type ModuleContext, type PublicKey } from '@bystack/chain-core/module';
import type { Spender } from '../quota/spend-buckets';
import type { Params } from './params';
import { rateOf } from './rate-of';

export const OTHERS = utf8('others');

export function memberBucket(key: PublicKey): Bytes {
  return concatBytes(utf8('m'), key);
}

/** Everybody who signed spends one; strangers together spend one. Whose rate is 0 a minute needs no bucket. */
export function spenders(context: ModuleContext<Params>, signers: readonly PublicKey[]): readonly Spender[] {
  const list: Spender[] = [];
  for (const signer of signers) {
    const { rate, member } = rateOf(context, toHex(signer));
    const id = member ? memberBucket(signer) : OTHERS;
    if (rate.perMinute > 0 && !list.some((other) => other.id === OTHERS && !member)) list.push({ id, rate });
  }
  return list;
}
