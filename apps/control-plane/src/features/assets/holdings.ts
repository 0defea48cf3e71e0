import { Injectable } from '@nestjs/common';
import type { AssetView, HeldOutputView, HoldingsAnswer, Page, QueryAnswer } from '@bystack/api';
import { fail, ProblemError } from '../../platform/errors';
import { isAsDefined, isQueryAnswer, NodeRelay, questionTo } from '../gateway';
import { ID, isAsset, isAssets, isHoldings, isOutputs } from './answers';
import { sumOf } from './choose-outputs';
import { readFeeAccount, type FeeAccount } from './fee-account';
import { ASSET_LIMITS } from './limits';

/** Who holds what on a chain, as a node counts it. */
@Injectable()
export class Holdings {
  constructor(private readonly relay: NodeRelay) {}

  async assets(organisationId: string, chainId: string, { limit, after }: { limit: number; after?: string }): Promise<Page<AssetView>> {
    const path = `/assets?limit=${limit}${after === undefined ? '' : `&after=${after}`}`;
    const { assets } = await this.relay.json(organisationId, chainId, { method: 'GET', path }, isAssets);
    const items = assets.map(proven);
    const last = items.at(-1);
    return { items, ...(last && items.length === limit ? { next: last.assetId } : {}) };
  }

  async asset(organisationId: string, chainId: string, assetId: string): Promise<AssetView> {
    const isIt = (told: unknown): told is AssetView => isAsset(told) && told.assetId === assetId;
    return proven(await this.relay.json(organisationId, chainId, { method: 'GET', path: `/assets/${expectId(assetId)}` }, isIt));
  }

  of(organisationId: string, chainId: string, key: string, { limit, after }: { limit: number; after?: string }): Promise<HoldingsAnswer> {
    return this.relay.json(organisationId, chainId, { method: 'GET', path: `/holdings/${expectId(key)}?limit=${limit}${after === undefined ? '' : `&after=${after}`}` }, isHoldings);
  }

  /** Where fees of a key are paid in. Refuses NO_FEES where none are asked for. */
  async feeAccount(organisationId: string, chainId: string, key: string): Promise<FeeAccount> {
    try {
      const isIt = (told: unknown): told is QueryAnswer => isQueryAnswer(told) && readFeeAccount(told.answer, key) !== undefined;
      return readFeeAccount((await this.relay.json(organisationId, chainId, questionTo('fee', 'account', { key }), isIt)).answer, key)!;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'UNKNOWN_MODULE') fail('NO_FEES');
      throw error;
    }
  }

  /** What a key can spend alone and now, until it is enough for `amount` or there is no more. @param isFree whether nobody is about to spend it already */
  async spendable(organisationId: string, chainId: string, { key, assetId }: { key: string; assetId: string }, amount: bigint, isFree: (output: HeldOutputView) => boolean): Promise<readonly HeldOutputView[]> {
    const found: HeldOutputView[] = [];
    let after = '';
    for (let page = 0; page < ASSET_LIMITS.outputPagesMax && sumOf(found) < amount; page += 1) {
      const { outputs } = await this.relay.json(organisationId, chainId, { method: 'GET', path: `/holdings/${key}/${expectId(assetId)}?limit=${ASSET_LIMITS.outputsPage}${after}` }, isOutputs);
      found.push(...outputs.filter((output) => output.threshold === 1 && (output.notBeforeMs ?? 0) <= Date.now() && isFree(output)));
      const last = outputs.at(-1);
      if (last === undefined) break; // A short page need not be the last one: what was spent meanwhile is left out of it.
      after = `&after=${last.txId}.${last.index}`;
    }
    return found;
  }
}

function expectId(id: string): string {
  return ID.test(id) ? id : fail('NOT_FOUND');
}

/** Without a name or decimals that its id does not vouch for: amounts are typed and read by them. */
function proven(asset: AssetView): AssetView {
  return isAsDefined(asset) ? asset : { ...asset, document: null };
}
