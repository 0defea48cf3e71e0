import type { Migration, WriteBatch } from '@bystack/chain-core/module';
import { amountOf } from '../amount-bytes';
import * as first from '../fee/from-quota';
import type { Params as First } from '../fee/params';
import { accountBytes, NOTHING } from './accounts';
import type { Params } from './params';

/** What is on an account from before has been paid to the treasury, or to nobody: it is good for fees, and cannot be paid out. */
export const fromFee1: Migration<Params> = {
  stores: ['accounts'],
  entry({ state }, { key, value }) {
    if (value === undefined) state.delete('accounts', key);
    else creditsOf(state).put('accounts', key, value);
  },
};

export const fromQuota1 = asCredit(first.fromQuota1);
export const fromQuota2 = asCredit(first.fromQuota2);

function asCredit(migration: Migration<First>): Migration<Params> {
  return { ...migration, entry: (context, entry) => migration.entry({ ...context, state: creditsOf(context.state) }, entry) };
}

/** Accounts as they are written by what knows of credit alone. */
function creditsOf(state: WriteBatch): WriteBatch {
  return {
    get: (store, key) => state.get(store, key),
    range: (store, options) => state.range(store, options),
    delete: (store, key) => state.delete(store, key),
    put: (store, key, value) => state.put(store, key, accountBytes({ ...NOTHING, credit: amountOf(value) })),
  };
}
