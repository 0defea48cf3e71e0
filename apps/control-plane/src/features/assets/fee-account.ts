import { objectOf } from '@bystack/api';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { moduleLock } from '@bystack/chain-core/protocol/module-lock';
import type { Lock } from '@bystack/chain-core/protocol/transaction';
import { ID } from './answers';

/** Where fees of a key are paid in. */
export interface FeeAccount {
  readonly asset: string;
  /** Of what is paid in for the key, whose own it stays; left out: it goes to the treasury. */
  readonly lock?: Extract<Lock, { kind: 'module' }>;
  readonly treasury: string;
}

/** Names of the module's stores: its own, and those it gets when it comes by a later change. */
const SPACE = /^fee(~[1-9]\d{0,9})?$/;

/**
 * What a node says of the fee account of a key. The organisation's money goes where this says, so the lock is made here and only compared: whoever lies about it cannot
 * name another owner. @returns undefined for what the module never answers
 */
export function readFeeAccount(answer: unknown, key: string): FeeAccount | undefined {
  const { asset, treasury, lock } = objectOf(answer);
  if (typeof asset !== 'string' || typeof treasury !== 'string' || !ID.test(asset) || !ID.test(treasury)) return undefined;
  if (lock === undefined) return { asset, treasury };
  const { module, data } = objectOf(lock);
  if (typeof module !== 'string' || !SPACE.test(module)) return undefined;
  const own = moduleLock(module, { lock: 'account', owner: fromHex(key, 32)!, data: {} });
  return data === toHex(own.data) ? { asset, treasury, lock: own } : undefined;
}
