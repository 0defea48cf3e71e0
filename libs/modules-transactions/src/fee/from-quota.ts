import type { Bytes, Migration, ReadView } from '@bystack/chain-core/module';
import { amountBytes } from '../amount-bytes';
import type { Params } from './params';

const MEMBER = 'm'.charCodeAt(0);

/** Members who wrote under quotas begin with the opening credit; what is left of a quota is no money, and is left behind. */
export const fromQuota1: Migration<Params> = {
  stores: ['buckets'],
  applies: (_from, { openingCredit }) => openingCredit > 0,
  entry({ params, state }, { key, value }) {
    const member = memberOf(key);
    if (member === undefined) return;
    if (value === undefined) state.delete('accounts', member);
    else state.put('accounts', member, openingAccount(params));
  },
};

/** As before; but whoever had something paid in when fees were asked for last finds just that. */
export const fromQuota2: Migration<Params> = {
  stores: ['credits', 'buckets'],
  entry({ params, state, from }, { store, key }) {
    const member = store === 'credits' ? key : memberOf(key);
    if (member === undefined) return;
    const account = from.state.get('credits', member) ?? (params.openingCredit > 0 && wrote(from.state, member) ? openingAccount(params) : undefined);
    if (account === undefined) state.delete('accounts', member);
    else state.put('accounts', member, account);
  },
};

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
