import type { Migration } from '@bystack/chain-core/module';
import type { Params } from './params';

/** What somebody has left goes on; what their rate is, is asked anew every time. */
export const fromQuota1: Migration<Params> = {
  stores: ['buckets'],
  entry({ state }, { key, value }) {
    if (value === undefined) state.delete('buckets', key);
    else state.put('buckets', key, value);
  },
};

/** What was paid in is kept for the day when fees come back. */
export const fromFee: Migration<Params> = {
  stores: ['accounts'],
  entry({ state }, { key, value }) {
    if (value === undefined) state.delete('credits', key);
    else state.put('credits', key, value);
  },
};
