import { useQuery } from '@tanstack/react-query';
import { ShortId } from '../../../parts/short-id';
import { queries } from '../../../platform/queries';
import { amountIn, nameOf } from './asset';

interface OfAsset {
  readonly chainId: string;
  readonly assetId: string;
}

/** What an asset is called; its id where no node says. */
export function AssetName({ chainId, assetId }: OfAsset) {
  const asset = useQuery(queries.asset(chainId, assetId)).data;
  return asset === undefined ? <ShortId id={assetId} /> : <strong title={assetId}>{nameOf(asset)}</strong>;
}

/** An amount as holdings show it; in the smallest unit where no node says what the asset is. */
export function Amount({ chainId, assetId, units }: OfAsset & { readonly units: string }) {
  const asset = useQuery(queries.asset(chainId, assetId)).data;
  return <span className="figure">{asset === undefined ? units : amountIn(asset, units)}</span>;
}
