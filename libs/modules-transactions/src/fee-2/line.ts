import { concatBytes, type Bytes, type ReadView, type WriteBatch } from '@bystack/chain-core/module';
import { amountBytes } from '../amount-bytes';
import type { Account } from './accounts';

const HEIGHT_BYTES = 8;

/** Accounts of which the treasury is paid next: those that wait longest, and of one block's those whose key comes first. */
export function firstInLine(state: ReadView, limit: number): readonly Bytes[] {
  return state.range('due', { limit }).map(({ key }) => key.subarray(HEIGHT_BYTES));
}

/** Behind all of earlier blocks, unless the account waits already. */
export function inLine(state: WriteBatch, key: Bytes, account: Account, height: number): Account {
  if (account.dueSince > 0n) return account;
  const dueSince = BigInt(height);
  state.put('due', placeOf(key, dueSince), new Uint8Array(0));
  return { ...account, dueSince };
}

export function outOfLine(state: WriteBatch, key: Bytes, account: Account): Account {
  if (account.dueSince > 0n) state.delete('due', placeOf(key, account.dueSince));
  return { ...account, dueSince: 0n };
}

function placeOf(key: Bytes, dueSince: bigint): Bytes {
  return concatBytes(amountBytes(dueSince), key);
}
