import type { Bytes, ReadView, WriteBatch } from '@bystack/chain-core/module';
import { amountBytes, amountOf } from '../amount-bytes';

/** What a key has paid in and not used yet, in units of the asset. Whoever never paid in has nothing. */
export function readAccount(state: ReadView, key: Bytes): bigint {
  const bytes = state.get('accounts', key);
  return bytes === undefined ? 0n : amountOf(bytes);
}

export function writeAccount(state: WriteBatch, key: Bytes, amount: bigint): void {
  state.put('accounts', key, amountBytes(amount));
}
