import type { AssetsAnswer, AssetView, HeldOutputView, OutputsAnswer } from '@bystack/api';
import { isTold } from '../gateway';

/** Of an asset, a key, a transaction. */
export const ID = /^[0-9a-f]{64}$/;
const AMOUNT = /^\d{1,19}$/;
const INDEX_MAX = 2 ** 32 - 1;

const [isAssetView, isAssetsAnswer, isOutputsAnswer] = [isTold('AssetView'), isTold('AssetsAnswer'), isTold('OutputsAnswer')];
export const isHoldings = isTold('HoldingsAnswer');

/** The types, and what they cannot say: ids, places and amounts are made into transactions. */
export function isAsset(told: unknown): told is AssetView {
  return isAssetView(told) && isNamed(told);
}

export function isAssets(told: unknown): told is AssetsAnswer {
  return isAssetsAnswer(told) && told.assets.every(isNamed);
}

export function isOutputs(told: unknown): told is OutputsAnswer {
  return isOutputsAnswer(told) && told.outputs.every(isSpendable);
}

function isNamed({ assetId, threshold, issuers }: AssetView): boolean {
  return [assetId, ...issuers].every((id) => ID.test(id)) && Number.isSafeInteger(threshold);
}

function isSpendable({ txId, index, amount, threshold, notBeforeMs = 0 }: HeldOutputView): boolean {
  const isPlace = ID.test(txId) && Number.isInteger(index) && index >= 0 && index <= INDEX_MAX;
  return isPlace && AMOUNT.test(amount) && Number.isSafeInteger(threshold) && Number.isSafeInteger(notBeforeMs);
}
