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
    const member = memberOf(key);
    if (member === undefined) return;
    const account = accountOf(params, member);
    if (value === undefined) state.delete('accounts', account);
    else state.put('accounts', account, openingAccount(params));
  },
};

/** As before; but whoever had something paid in of this asset when fees were asked for last finds just that, and what there was of others is kept. */
export const fromQuota2: Migration<Params> = {
  stores: ['credits', 'buckets'],
  entry({ params, state, from }, { store, key }) {
    const account = store === 'credits' ? key : accountOf(params, memberOf(key));
    if (account === undefined) return;
    const amount = from.state.get('credits', account) ?? opening(params, from.state, account);
    if (amount === undefined) state.delete('accounts', account);
    else state.put('accounts', account, amount);
  },
};

function opening(params: Params, quotas: ReadView, account: Bytes): Bytes | undefined {
  const member = account.subarray(0, 32);
  const isOfAsset = equalBytes(account, accountOf(params, member));
  return params.openingCredit > 0 && isOfAsset && wrote(quotas, member) ? openingAccount(params) : undefined;
}

function accountOf(params: Params, member: Bytes): Bytes;
function accountOf(params: Params, member: Bytes | undefined): Bytes | undefined;
function accountOf({ asset }: Params, member: Bytes | undefined): Bytes | undefined {
  return member && accountKey(member, fromHex(asset)!);
}

/** Strangers share one bucket, which is nobody's. */
function memberOf(key: Bytes): Bytes | undefined {
  return key.length === 33 && key[0] === MEMBER ? key.subarray(1) : undefined;
}

function wrote(quotas: ReadView, member: Bytes): boolean {
  return quotas.get('buckets', Uint8Array.of(MEMBER, ...member)) !== undefined;
}

function openingAccount({ openingCredit }: Params): Bytes {
  return amountBytes(BigInt(openingCredit));
}
