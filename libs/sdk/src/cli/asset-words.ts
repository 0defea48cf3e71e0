import type { AssetView } from '@bystack/api';
import { assetText } from '@bystack/chain-core/primitives/asset-words';
import { decimalsIn, shownAmount } from '@bystack/chain-core/primitives/decimal-amount';

export function nameOf({ document }: AssetView): string {
  return assetText(document, 'name') || '-';
}

export function symbolOf({ document }: AssetView): string {
  return assetText(document, 'symbol') || '-';
}

/** What an asset is called; of one that nobody could name the beginning of its id. */
export function titleOf(asset: AssetView | undefined, assetId: string): string {
  return (asset === undefined ? '' : assetText(asset.document, 'name')) || `${assetId.slice(0, 12)}…`;
}

export function shown(asset: AssetView | undefined, units: string): string {
  return shownAmount(BigInt(units), decimalsIn(asset?.document));
}

/** With the asset's symbol, if it has one. */
export function shownAmountOf(asset: AssetView | undefined, units: string): string {
  const symbol = asset === undefined ? '' : assetText(asset.document, 'symbol');
  return symbol === '' ? shown(asset, units) : `${shown(asset, units)} ${symbol}`;
}
