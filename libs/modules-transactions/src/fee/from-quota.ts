import { equalBytes, fromHex, type Bytes, type Migration, type ReadView } from '@bystack/chain-core/module';
import { amountBytes } from '../amount-bytes';
import { accountKey } from './accounts';
import type { Params } from './params';

const MEMBER = 'm'.charCodeAt(0);

/** Members who wrote under quotas begin with the opening credit; what is left of a quota is no money, and is left behind. */
export const fromQuota1: Migration<Params> = {
  stores: ['buckets'],
  applies: (_from, { openingCredit }) => openingCredit > 0,
  entry({ params, state }, { key, value }) {
    const account = memberAccount(params, key);
    if (account === undefined) return;
    if (value === undefined) state.delete('accounts', account);
    else state.put('accounts', account, openingAccount(params));
  },
};

/** As before; but whoever had something paid in of this asset when fees were asked for last finds just that, and what there was of others is kept. */
export const fromQuota2: Migration<Params> = {
  stores: ['credits', 'buckets'],
  entry({ params, state, from }, { store, key }) {
    const account = store === 'credits' ? key : memberAccount(params, key);
    if (account === undefined) return;
    const amount = from.state.get('credits', account) ?? opening(params, from.state, account);
    if (amount === undefined) state.delete('accounts', account);
    else state.put('accounts', account, amount);
  },
};

/** Where a member's bucket leads to. Strangers share one, which is nobody's. */
function memberAccount({ asset }: Params, bucket: Bytes): Bytes | undefined {
  return bucket.length === 33 && bucket[0] === MEMBER ? accountKey(bucket.subarray(1), fromHex(asset)!) : undefined;
}

/** For whoever wrote under quotas, on the account of the asset that fees are asked for in. */
function opening(params: Params, quotas: ReadView, account: Bytes): Bytes | undefined {
  const bucket = Uint8Array.of(MEMBER, ...account.subarray(0, 32));
  const isOfAsset = equalBytes(account, memberAccount(params, bucket)!);
  return params.openingCredit > 0 && isOfAsset && quotas.get('buckets', bucket) !== undefined ? openingAccount(params) : undefined;
}

function openingAccount({ openingCredit }: Params): Bytes {
  return amountBytes(BigInt(openingCredit));
}
