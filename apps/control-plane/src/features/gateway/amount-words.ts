import { Injectable } from '@nestjs/common';
import type { AssetView } from '@bystack/api';
import { assetText } from '@bystack/chain-core/primitives/asset-words';
import { decimalsIn, shownAmount } from '@bystack/chain-core/primitives/decimal-amount';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { ProblemError, toldAs } from '../../platform/errors';
import { GATEWAY_LIMITS } from './limits';
import { isAsDefined } from './is-as-defined';
import { isTold } from './node-answers';
import { NodeRelay } from './node-relay';

/** Facts that are amounts of the asset that stands beside them. */
const AMOUNTS = ['price', 'account', 'missing', 'most', 'available', 'needed', 'reachable'];
const UNITS = /^\d{1,20}$/;
const ID = /^[0-9a-f]{64}$/;

const isAsset = isTold('AssetView');

/** What an asset's issuer said of it, as far as a node tells. */
export interface Named {
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** Problems with amounts in them, told with the asset's name and its decimals. An asset that no node can name leaves them as they are. */
@Injectable()
export class AmountWords {
  /** By chain and id: what an asset is never changes. */
  readonly #known = new Map<string, Named>();

  constructor(private readonly relay: NodeRelay) {}

  /** @param assetId of which asset they are, where the problem does not say it */
  async retold(organisationId: string, chainId: string, error: unknown, assetId?: string): Promise<unknown> {
    if (!(error instanceof ProblemError) || error.problem.shown !== undefined) return error;
    const { asset = assetId, ...facts } = error.problem.facts ?? {};
    const amounts = AMOUNTS.filter((name) => UNITS.test(String(facts[name] ?? '')));
    if (amounts.length === 0 || typeof asset !== 'string' || !ID.test(asset)) return error;
    const named = await this.nameOf(organisationId, chainId, asset).catch(() => undefined);
    if (named === undefined) return error;
    const shown = amounts.map((name) => [name, `${shownAmount(BigInt(String(facts[name])), named.decimals)} ${named.symbol || named.name}`]);
    return toldAs(error, { ...Object.fromEntries(shown), asset: `“${named.name}”` });
  }

  /** As its issuer called it; undefined: it has no name. Throws where no node tells. */
  async nameOf(organisationId: string, chainId: string, assetId: string): Promise<Named | undefined> {
    const id = `${chainId} ${assetId}`;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const isIt = (told: unknown): told is AssetView => isAsset(told) && told.assetId === assetId && isAsDefined(told);
    const { document } = await this.relay.jsonThat(organisationId, chainId, { method: 'GET', path: `/assets/${assetId}`, timeoutMs: GATEWAY_LIMITS.assetTimeoutMs }, isIt);
    const text = (name: 'name' | 'symbol') => assetText(document, name).slice(0, GATEWAY_LIMITS.assetNameMax);
    const named = { name: text('name'), symbol: text('symbol'), decimals: decimalsIn(document) };
    if (named.name === '') return undefined;
    keepNewest(this.#known, id, named, GATEWAY_LIMITS.assetsKept);
    return named;
  }
}
