import type { AssetView } from '@bystack/api';
import { decimalsIn, shownAmount } from '@bystack/chain-core/primitives/decimal-amount';

const textIn = (document: unknown, name: string): string => {
  const value = typeof document === 'object' && document !== null ? (document as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/** As its issuer called it; anybody may have written anything. */
export const nameOf = ({ document, assetId }: AssetView): string => textIn(document, 'name') || `${assetId.slice(0, 12)}…`;
export const symbolOf = ({ document }: AssetView): string => textIn(document, 'symbol');

/** With the asset's decimals, and its symbol if it has one. */
export function amountIn(asset: AssetView, units: string): string {
  const amount = shownAmount(BigInt(units), decimalsIn(asset.document));
  return symbolOf(asset) === '' ? amount : `${amount} ${symbolOf(asset)}`;
}
