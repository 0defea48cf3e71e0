import { toBinary } from '../crypto/hash';
import type { Hash, PublicKey } from '../primitives/bytes';
import type { OutPoint } from '../protocol/transaction';

/** First character of every key: which table it is of. On disk, in a folder that can be made anew at any time. */
export const TABLES = { meta: 'm', output: 'o', held: 'h', balance: 'b', asset: 'a' } as const;

export const META = `${TABLES.meta}format`;

export function outputKey(outPoint: OutPoint): string {
  return TABLES.output + pointText(outPoint);
}

/** Of an output that a key can spend, alone or with others. */
export function heldKey(owner: PublicKey, assetId: Hash, outPoint: OutPoint): string {
  return heldPrefix(owner, assetId) + pointText(outPoint);
}

export function heldPrefix(owner: PublicKey, assetId: Hash): string {
  return TABLES.held + toBinary(owner) + toBinary(assetId);
}

export function balanceKey(owner: PublicKey, assetId: Hash): string {
  return balancePrefix(owner) + toBinary(assetId);
}

export function balancePrefix(owner: PublicKey): string {
  return TABLES.balance + toBinary(owner);
}

export function assetKey(assetId: Hash): string {
  return TABLES.asset + toBinary(assetId);
}

export function pointText({ txId, index }: OutPoint): string {
  return toBinary(txId) + String.fromCharCode((index >>> 24) & 255, (index >>> 16) & 255, (index >>> 8) & 255, index & 255);
}
