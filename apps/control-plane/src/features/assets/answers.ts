import type { AssetView, HeldOutputView } from '@bystack/api';

/** Of an asset, a key, a transaction. */
export const ID = /^[0-9a-f]{64}$/;
const AMOUNT = /^\d{1,19}$/;
const INDEX_MAX = 2 ** 32 - 1;

/** So much of it as is read here. */
export function isAsset(value: unknown): value is AssetView {
  const { assetId, threshold, issuers } = objectOf<AssetView>(value);
  return isId(assetId) && Number.isSafeInteger(threshold) && Array.isArray(issuers) && issuers.every(isId);
}

export function isHeldOutput(value: unknown): value is HeldOutputView {
  const { txId, index, amount, threshold, notBeforeMs = 0 } = objectOf<HeldOutputView>(value);
  const isPlace = isId(txId) && Number.isInteger(index) && index! >= 0 && index! <= INDEX_MAX;
  return isPlace && typeof amount === 'string' && AMOUNT.test(amount) && Number.isSafeInteger(threshold) && Number.isSafeInteger(notBeforeMs);
}

/** What a node says, field by field; nothing of what is no object. */
export function objectOf<T extends object>(value: unknown): { readonly [Field in keyof T]?: T[Field] } {
  return typeof value === 'object' && value !== null ? (value as T) : {};
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}
