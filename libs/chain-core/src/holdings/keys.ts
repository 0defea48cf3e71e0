import { toBinary } from '../crypto/hash';
import { utf8, type Hash, type PublicKey } from '../primitives/bytes';
import type { OutPoint } from '../protocol/transaction';

/** A key, and what it holds in one space: each is a list of its own, so that what a module still holds is not gone through to find the rest. */
export interface Holder {
  readonly owner: PublicKey;
  readonly space: string;
}

/** First character of every key: which table it is of. On disk, in a folder that can be made anew at any time. */
export const TABLES = { meta: 'm', output: 'o', held: 'h', balance: 'b', asset: 'a', space: 's' } as const;

export const META = `${TABLES.meta}format`;

export function outputKey(outPoint: OutPoint): string {
  return TABLES.output + pointText(outPoint);
}

/** Of an output that a key can spend, alone or with others. */
export function heldKey(holder: Holder, assetId: Hash, outPoint: OutPoint): string {
  return heldPrefix(holder, assetId) + pointText(outPoint);
}

export function heldPrefix(holder: Holder, assetId: Hash): string {
  return TABLES.held + holderText(holder) + toBinary(assetId);
}

export function balanceKey(holder: Holder, assetId: Hash): string {
  return balancePrefix(holder) + toBinary(assetId);
}

export function balancePrefix(holder: Holder): string {
  return TABLES.balance + holderText(holder);
}

/** Of a space that something with an owner was ever locked to. */
export function spaceKey(space: string): string {
  return TABLES.space + toBinary(utf8(space));
}

/** @param key without its table */
export function spaceIn(key: string): string {
  return Buffer.from(key, 'latin1').toString('utf8');
}

export function assetKey(assetId: Hash): string {
  return TABLES.asset + toBinary(assetId);
}

export function pointText({ txId, index }: OutPoint): string {
  return toBinary(txId) + String.fromCharCode((index >>> 24) & 255, (index >>> 16) & 255, (index >>> 8) & 255, index & 255);
}

function holderText({ owner, space }: Holder): string {
  const name = toBinary(utf8(space));
  return String.fromCharCode(name.length) + name + toBinary(owner);
}
