import type { AssetsAnswer, AssetView, HeldOutputView, HoldingsAnswer, OutputsAnswer } from '@bystack/api';
import { parseStrictJson } from '@bystack/chain-core/codec/json';
import { holdersOf, HOLDINGS, type Asset, type HeldOutput } from '@bystack/chain-core/holdings';
import { toHex, type Hash } from '@bystack/chain-core/primitives/bytes';
import { fail, json } from './answer';
import type { Answer } from './answer';
import { hashInPath, integerParameter, invalid } from './parameters';
import type { RouteContext } from './route';

export async function getAssets({ node, query }: RouteContext): Promise<Answer> {
  const { height, items } = await node.holdings.assets(limitOf(query), afterOf(query));
  return json({ height, assets: items.map(assetView) } satisfies AssetsAnswer);
}

export async function getAsset({ node, path }: RouteContext): Promise<Answer> {
  const asset = await node.holdings.asset(hashInPath(path[0]!, 'assetId'));
  return json((asset ? assetView(asset) : fail('NOT_FOUND')) satisfies AssetView);
}

/** What a key holds of each asset. A key that holds nothing is not told from one that nobody has. */
export async function getHoldings({ node, path, query }: RouteContext): Promise<Answer> {
  const { height, items } = await node.holdings.balances(hashInPath(path[0]!, 'key'), limitOf(query), afterOf(query));
  const holdings = items.map(({ assetId, alone, shared, outputs }) => ({ assetId: toHex(assetId), alone: String(alone), shared: String(shared), outputs }));
  return json({ height, holdings } satisfies HoldingsAnswer);
}

/** What there is to spend. */
export async function getOutputs({ node, path, query }: RouteContext): Promise<Answer> {
  const [owner, assetId] = [hashInPath(path[0]!, 'key'), hashInPath(path[1]!, 'assetId')];
  const { height, items } = await node.holdings.outputs(owner, assetId, limitOf(query), afterOutput(query));
  return json({ height, outputs: items.flatMap(outputView) } satisfies OutputsAnswer);
}

function limitOf(query: URLSearchParams): number {
  return integerParameter(query, 'limit', { min: 1, max: HOLDINGS.pageMax, otherwise: 100 });
}

function afterOf(query: URLSearchParams): Hash | undefined {
  const after = query.get('after');
  return after === null ? undefined : hashInPath(after, 'after');
}

function afterOutput(query: URLSearchParams): { readonly txId: Hash; readonly index: number } | undefined {
  const after = query.get('after');
  if (after === null) return undefined;
  const [, txId, index] = /^([0-9a-f]{64})\.(\d{1,9})$/.exec(after) ?? invalid('/after', 'after must be a transaction’s id and the index of an output, with a point between them');
  return { txId: hashInPath(txId!, 'after'), index: Number(index) };
}

function assetView({ assetId, issued, retired, firstHeight, threshold, issuers, document }: Asset): AssetView {
  return {
    assetId: toHex(assetId), issued: String(issued), retired: String(retired), firstHeight, threshold, issuers: issuers.map(toHex),
    document: document.length === 0 ? null : parseStrictJson(Buffer.from(document).toString('utf8')),
  };
}

function outputView({ txId, index, output: { value, lock } }: HeldOutput): HeldOutputView[] {
  const holders = holdersOf(lock);
  if (holders === undefined || value.kind !== 'amount') return [];
  const { threshold, keys, notBeforeMs } = holders;
  return [{ txId: toHex(txId), index, amount: String(value.amount), threshold, keys: keys.map(toHex), ...(notBeforeMs !== undefined && { notBeforeMs }) }];
}
