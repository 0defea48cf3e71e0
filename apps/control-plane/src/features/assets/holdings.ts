import { Injectable } from '@nestjs/common';
import type { AssetsAnswer, AssetView, HeldOutputView, HoldingsAnswer, OutputsAnswer, Page, QueryAnswer } from '@bystack/api';
import { fail, ProblemError } from '../../platform/errors';
import { badAnswer, isAsDefined, NodeRelay, questionTo } from '../gateway';
import { ID, isAsset, isHeldOutput } from './answers';
import { sumOf } from './choose-outputs';
import { readFeeAccount, type FeeAccount } from './fee-account';
import { ASSET_LIMITS } from './limits';

/** Who holds what on a chain, as a node counts it. */
@Injectable()
export class Holdings {
  constructor(private readonly relay: NodeRelay) {}

  async assets(organisationId: string, chainId: string, { limit, after }: { limit: number; after?: string }): Promise<Page<AssetView>> {
    const path = `/assets?limit=${limit}${after === undefined ? '' : `&after=${after}`}`;
    const { assets } = await this.relay.json<AssetsAnswer>(organisationId, chainId, { method: 'GET', path });
    const items = listed(assets, isAsset).map(proven);
    const last = items.at(-1);
    return { items, ...(last && items.length === limit ? { next: last.assetId } : {}) };
  }

  async asset(organisationId: string, chainId: string, assetId: string): Promise<AssetView> {
    const asset = await this.relay.json<AssetView>(organisationId, chainId, { method: 'GET', path: `/assets/${expectId(assetId)}` });
    return isAsset(asset) && asset.assetId === assetId ? proven(asset) : badAnswer();
  }

  of(organisationId: string, chainId: string, key: string, { limit, after }: { limit: number; after?: string }): Promise<HoldingsAnswer> {
    return this.relay.json(organisationId, chainId, { method: 'GET', path: `/holdings/${expectId(key)}?limit=${limit}${after === undefined ? '' : `&after=${after}`}` });
  }

  /** Where fees of a key are paid in. Refuses NO_FEES where none are asked for. */
  async feeAccount(organisationId: string, chainId: string, key: string): Promise<FeeAccount> {
    try {
      const { answer } = await this.relay.json<QueryAnswer>(organisationId, chainId, questionTo('fee', 'account', { key }));
      return readFeeAccount(answer, key) ?? badAnswer();
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
      const { outputs } = await this.relay.json<OutputsAnswer>(organisationId, chainId, { method: 'GET', path: `/holdings/${key}/${expectId(assetId)}?limit=${ASSET_LIMITS.outputsPage}${after}` });
      const items = listed(outputs, isHeldOutput);
      found.push(...items.filter((output) => output.threshold === 1 && (output.notBeforeMs ?? 0) <= Date.now() && isFree(output)));
      const last = items.at(-1);
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

function listed<T>(items: unknown, isOne: (value: unknown) => value is T): readonly T[] {
  return Array.isArray(items) && items.every(isOne) ? items : badAnswer();
}
