import type { AssetView } from '@bystack/api';
import { assetText } from '@bystack/chain-core/primitives/asset-words';
import { decimalsIn, shownAmount } from '@bystack/chain-core/primitives/decimal-amount';

/** As its issuer called it. */
export const nameOf = ({ document, assetId }: AssetView): string => assetText(document, 'name') || `${assetId.slice(0, 12)}…`;
export const symbolOf = ({ document }: AssetView): string => assetText(document, 'symbol');

/** With the asset's decimals, and its symbol if it has one. */
export function amountIn(asset: AssetView, units: string): string {
  const amount = shownAmount(BigInt(units), decimalsIn(asset.document));
  return symbolOf(asset) === '' ? amount : `${amount} ${symbolOf(asset)}`;
}
