import type { Migration } from '@bystack/chain-core/module';
import { amountBytes, amountOf } from './amount-bytes';

/**
 * From fees 2.0.0: credit comes along. What was paid in lies in outputs that are their owners' again, whatever follows. @param store where credit is kept by asset, as eight bytes
 */
export function creditOfFee2<P>(store: string): Migration<P> {
  return {
    stores: ['accounts'],
    entry({ state }, { key, value }) {
      // The first of the four numbers of an account.
      const credit = value === undefined ? 0n : amountOf(value.subarray(0, 8));
      if (credit === 0n) state.delete(store, key);
      else state.put(store, key, amountBytes(credit));
    },
  };
}
