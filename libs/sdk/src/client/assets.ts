import type { AssetSubmission, AssetView, DefineAsset, HoldingsAnswer, IssueAsset, Page, TransferAsset } from '@bystack/api';
import type { CallOptions, Http } from './http';
import { path, query } from './path';

/** Assets of a chain. What is moved here is moved with the organisation's key; amounts are decimal texts in the smallest unit. */
export class AssetsClient {
  constructor(private readonly http: Http) {}

  list(chainId: string, page: { readonly limit?: number; readonly after?: string } = {}): Promise<Page<AssetView>> {
    return this.http.json('GET', path`/chains/${chainId}/assets` + query({ ...page }));
  }
  show(chainId: string, assetId: string): Promise<AssetView> {
    return this.http.json('GET', path`/chains/${chainId}/assets/${assetId}`);
  }
  /** What a key holds of each asset. */
  holdings(chainId: string, key: string, page: { readonly limit?: number; readonly after?: string } = {}): Promise<HoldingsAnswer> {
    return this.http.json('GET', path`/chains/${chainId}/holdings/${key}` + query({ ...page }));
  }
  /** Issues a new asset for the first time. */
  define(chainId: string, request: DefineAsset, options?: CallOptions): Promise<AssetSubmission> {
    return this.http.json('POST', path`/chains/${chainId}/assets`, request, options);
  }
  issue(chainId: string, assetId: string, request: IssueAsset, options?: CallOptions): Promise<AssetSubmission> {
    return this.http.json('POST', path`/chains/${chainId}/assets/${assetId}/issues`, request, options);
  }
  transfer(chainId: string, assetId: string, request: TransferAsset, options?: CallOptions): Promise<AssetSubmission> {
    return this.http.json('POST', path`/chains/${chainId}/assets/${assetId}/transfers`, request, options);
  }
  /** Out of the world for ever. */
  retire(chainId: string, assetId: string, amount: string, options?: CallOptions): Promise<AssetSubmission> {
    return this.http.json('POST', path`/chains/${chainId}/assets/${assetId}/retirements`, { amount }, options);
  }
}
