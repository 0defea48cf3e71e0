import type { AssetView, ChainView, QueryAnswer } from '@bystack/api';
import { get, query } from '../../../platform/api';
import { problemOf } from '../../../platform/problem';
import { recipe, type Recipe } from '../../../platform/recipe';
import type { Change } from '../../../platform/use-change';

/** Of a small record, so that people see what one costs. */
const TYPICAL_BYTES = 500;
/** Anybody may pay in for the organisation, in any asset: so many are shown. */
const ACCOUNTS_MAX = 20;

interface Account {
  readonly amount: string;
  readonly asset: string;
  readonly treasury: string;
  /** What of it can be paid out; left out: nothing ever. */
  readonly paidIn?: string;
}

export interface Fees {
  readonly account: Account;
  readonly price: { readonly amount: string };
  /** What is paid with; undefined: nobody ever issued it. */
  readonly asset: AssetView | undefined;
  /** What can be paid out of other assets: of those that were asked for before a vote, for instance. */
  readonly former: readonly { readonly asset: AssetView; readonly paidIn: string }[];
}

/** How the organisation stands with the fees of a chain. */
export async function readFees({ chainId, signerPublicKey: key }: ChainView): Promise<Fees> {
  const ask = async <T,>(name: string, args: object) => (await query<QueryAnswer>(`/chains/${chainId}/queries/fee/${name}`, args)).answer as T;
  const account = await ask<Account>('account', { key });
  // Accounts are in the order of their keys: the first of this one come right after this.
  const after = key + '0'.repeat(64);
  const all = account.paidIn === undefined ? [] : await ask<readonly (Account & { key: string })[]>('accounts', { after, limit: ACCOUNTS_MAX });
  const others = all.filter((each) => each.key === key && each.asset !== account.asset && each.paidIn !== '0');
  const former = await Promise.all(others.map(async ({ asset, paidIn = '0' }) => ({ asset: await assetOf(chainId, asset), paidIn })));
  return {
    account,
    price: await ask('price', { sizeBytes: TYPICAL_BYTES }),
    asset: await assetOf(chainId, account.asset),
    former: former.flatMap(({ asset, paidIn }) => (asset === undefined ? [] : [{ asset, paidIn }])),
  };
}

async function assetOf(chainId: string, assetId: string): Promise<AssetView | undefined> {
  try {
    return await get<AssetView>(`/chains/${chainId}/assets/${assetId}`);
  } catch (error) {
    if (problemOf(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

export type Way = 'payIn' | 'payOut';

/** @param typed as a person writes the amount; `units`: the same in the asset's smallest unit */
export function feeMoveOf(way: Way, chain: ChainView, assetId: string, typed: string, units: bigint): { readonly change: Change; readonly recipe: Recipe } {
  const amount = String(units);
  const cli = ['assets', way === 'payIn' ? 'pay-in' : 'pay-out', chain.name, assetId, typed.trim()];
  const [path, body] =
    way === 'payIn'
      ? [`/chains/${chain.chainId}/assets/${assetId}/transfers`, { amount, to: chain.signerPublicKey, payIn: true }]
      : [`/chains/${chain.chainId}/submissions`, { module: 'fee', command: 'pay-out', payload: { asset: assetId, amount }, wait: 'final' }];
  return { change: { path, body }, recipe: recipe('POST', path, body, cli) };
}
