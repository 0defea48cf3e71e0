import { concatBytes, readModuleLock, type Bytes, type ModuleContext, type OutPoint, type Output, type PublicKey, type ReadView, type WriteBatch } from '@bystack/chain-core/module';
import { amountBytes, amountOf } from '../amount-bytes';

/** What a key has of one asset with this module, in units of the asset. */
export interface Account {
  /** Good for fees alone: nothing stands behind it. It is used first. */
  readonly credit: bigint;
  /** In outputs that are locked to the module and name the key as their owner. */
  readonly deposited: bigint;
  /** What of these is the treasury's, and not handed over yet. */
  readonly used: bigint;
  /** Height of the block since which the treasury waits to be paid of it; 0: it does not wait. */
  readonly dueSince: bigint;
}
/** Where one of these outputs is. */
export interface Deposit {
  readonly outPoint: OutPoint;
  readonly amount: bigint;
}

export const LOCK = 'account';
export const NOTHING: Account = { credit: 0n, deposited: 0n, used: 0n, dueSince: 0n };
const AMOUNT_BYTES = 8;
const POINT_BYTES = 36;
const NO_BYTES = new Uint8Array(0);
/** Keys are in the order of what is left to this. */
const AMOUNTS_END = 2n ** 64n - 1n;

export function leftOf({ credit, deposited, used }: Account): bigint {
  return credit + deposited - used;
}

export function readAccount(state: ReadView, key: Bytes): Account {
  const bytes = state.get('accounts', key);
  return bytes === undefined ? NOTHING : accountOf(bytes);
}

export function writeAccount(state: WriteBatch, key: Bytes, account: Account): void {
  state.put('accounts', key, accountBytes(account));
}

export function accountBytes({ credit, deposited, used, dueSince }: Account): Bytes {
  return concatBytes(amountBytes(credit), amountBytes(deposited), amountBytes(used), amountBytes(dueSince));
}

export function accountOf(bytes: Bytes): Account {
  const [credit, deposited, used, dueSince] = [0, 8, 16, 24].map((at) => amountOf(bytes.subarray(at, at + 8)));
  return { credit: credit!, deposited: deposited!, used: used!, dueSince: dueSince! };
}

/** The largest first: what others pay in in tiny pieces stands in nobody's way. */
export function depositsOf(state: ReadView, account: Bytes, limit: number): readonly Deposit[] {
  const to = concatBytes(account, new Uint8Array(AMOUNT_BYTES + POINT_BYTES + 1).fill(255));
  return state.range('deposits', { from: account, to, limit }).map(({ key }) => depositOf(key.subarray(account.length)));
}

export function putDeposit(state: WriteBatch, account: Bytes, deposit: Deposit): void {
  state.put('deposits', depositKey(account, deposit), NO_BYTES);
}

export function deleteDeposit(state: WriteBatch, account: Bytes, deposit: Deposit): void {
  state.delete('deposits', depositKey(account, deposit));
}

/** Whose account an output is paid in to; undefined: to nobody's. */
export function paidInTo({ space }: Pick<ModuleContext<unknown>, 'space'>, { lock, value }: Output): PublicKey | undefined {
  return lock.kind === 'module' && lock.module === space && value.kind === 'amount' ? readModuleLock(lock.data)?.owner : undefined;
}

function depositKey(account: Bytes, { outPoint: { txId, index }, amount }: Deposit): Bytes {
  const place = new Uint8Array(POINT_BYTES);
  place.set(txId);
  new DataView(place.buffer).setUint32(32, index);
  return concatBytes(account, amountBytes(AMOUNTS_END - amount), place);
}

function depositOf(bytes: Bytes): Deposit {
  const place = bytes.subarray(AMOUNT_BYTES);
  const outPoint = { txId: Uint8Array.from(place.subarray(0, 32)), index: new DataView(place.buffer, place.byteOffset + 32, 4).getUint32(0) };
  return { outPoint, amount: AMOUNTS_END - amountOf(bytes.subarray(0, AMOUNT_BYTES)) };
}
