import { concatBytes, type Bytes, type Hash, type PublicKey, type ReadView, type WriteBatch } from '@bystack/chain-core/module';
import { amountBytes, amountOf } from '../amount-bytes';

/** Where it is counted what a key has paid in of an asset: when fees are asked for in another one, what was paid in of the old is worth nothing there. */
export function accountKey(key: PublicKey, asset: Hash): Bytes {
  return concatBytes(key, asset);
}

/** What a key has paid in and not used yet, in units of the asset. Whoever never paid in has nothing. */
export function readAccount(state: ReadView, account: Bytes): bigint {
  const bytes = state.get('accounts', account);
  return bytes === undefined ? 0n : amountOf(bytes);
}

export function writeAccount(state: WriteBatch, account: Bytes, amount: bigint): void {
  state.put('accounts', account, amountBytes(amount));
}
