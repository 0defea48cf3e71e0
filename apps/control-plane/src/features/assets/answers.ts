import type { AssetView, HeldOutputView } from '@bystack/api';
import { objectOf } from '../gateway';

/** Of an asset, a key, a transaction. */
export const ID = /^[0-9a-f]{64}$/;
const AMOUNT = /^\d{1,19}$/;
const INDEX_MAX = 2 ** 32 - 1;

/** So much of it as is read here. */
export function isAsset(value: unknown): value is AssetView {
  const { assetId, threshold, issuers } = objectOf(value) as Partial<AssetView>;
  return isId(assetId) && Number.isSafeInteger(threshold) && Array.isArray(issuers) && issuers.every(isId);
}

export function isHeldOutput(value: unknown): value is HeldOutputView {
  const { txId, index, amount, threshold, notBeforeMs = 0 } = objectOf(value) as Partial<HeldOutputView>;
  const isPlace = isId(txId) && Number.isInteger(index) && index! >= 0 && index! <= INDEX_MAX;
  return isPlace && typeof amount === 'string' && AMOUNT.test(amount) && Number.isSafeInteger(threshold) && Number.isSafeInteger(notBeforeMs);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}
