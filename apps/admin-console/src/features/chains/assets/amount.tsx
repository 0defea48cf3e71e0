import { useQuery } from '@tanstack/react-query';
import { ShortId } from '../../../parts/short-id';
import { queries } from '../../../platform/queries';
import { amountIn, nameOf } from './asset';

interface OfAsset {
  readonly chainId: string;
  readonly assetId: string;
}

/** What an asset is called, and its id, for two may have one name; the id alone where no node says. */
export function AssetName({ chainId, assetId }: OfAsset) {
  const asset = useQuery(queries.asset(chainId, assetId)).data;
  return asset === undefined ? <ShortId id={assetId} /> : <span className="named-key"><strong>{nameOf(asset)}</strong> <ShortId id={assetId} /></span>;
}

/** An amount as holdings show it; in the smallest unit where no node says what the asset is. */
export function Amount({ chainId, assetId, units }: OfAsset & { readonly units: string }) {
  const asset = useQuery(queries.asset(chainId, assetId)).data;
  return <span className="figure">{asset === undefined ? units : amountIn(asset, units)}</span>;
}
