import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetView } from '@bystack/api';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { isTold, NodeRelay } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';

/** What a node says of an asset: how many units there are of it, or that it was never issued. */
export type Supply = bigint | 'never';

const UNITS = /^\d{1,20}$/;
const isAsset = isTold('AssetView');

/** How much there is of assets, for warnings before a vote. That an asset was issued, or never was, no node can prove: all are asked. */
@Injectable()
export class AssetSupplies {
  /** What nodes said last, by chain and id; nothing of those that could not say. */
  readonly #said = new Map<string, readonly (Supply | undefined)[]>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(private readonly relay: NodeRelay) {}

  /** By asset, what each node that can tell says. Waits a moment for what no node has said yet: what comes later stands in the next answer. */
  async of(organisationId: string, chainId: string, assets: readonly string[]): Promise<ReadonlyMap<string, readonly Supply[]>> {
    const unsure = assets.filter((asset) => !isSettled(this.#said.get(`${chainId} ${asset}`)));
    const answers = new Map(assets.map((asset) => [asset, this.#ask(organisationId, chainId, asset)]));
    if (unsure.length > 0) await Promise.race([Promise.all(unsure.map((asset) => answers.get(asset))), sleep(GOVERNANCE_LIMITS.warningWaitMs)]);
    return new Map(assets.map((asset) => [asset, (this.#said.get(`${chainId} ${asset}`) ?? []).filter((one) => one !== undefined)]));
  }

  /** One question at a time about each. */
  #ask(organisationId: string, chainId: string, asset: string): Promise<void> {
    const id = `${chainId} ${asset}`;
    const asking = this.#asking.get(id) ?? this.#look(organisationId, chainId, asset).finally(() => this.#asking.delete(id));
    this.#asking.set(id, asking);
    return asking;
  }

  /** A node that cannot say, for it forgot old blocks or does not answer, is no reason to warn. */
  async #look(organisationId: string, chainId: string, asset: string): Promise<void> {
    const isIt = (told: unknown): told is AssetView => isAsset(told) && told.assetId === asset && UNITS.test(told.issued) && UNITS.test(told.retired);
    const request = { method: 'GET', path: `/assets/${asset}`, timeoutMs: GOVERNANCE_LIMITS.warningTimeoutMs } as const;
    const told = await this.relay.eachOf<AssetView | 'never'>(organisationId, chainId, request, isIt, ({ problem }) => (problem.code === 'NOT_FOUND' ? 'never' : undefined)).catch(() => []);
    keepNewest(this.#said, `${chainId} ${asset}`, told.map((one) => (typeof one === 'object' ? BigInt(one.issued) - BigInt(one.retired) : one)), GOVERNANCE_LIMITS.contentsKept);
  }
}

/** What was issued once stays so: where every node that was asked has said it, what there is now is looked at beside the answer. */
function isSettled(said: readonly (Supply | undefined)[] | undefined): boolean {
  return said !== undefined && said.length > 0 && said.every((one) => typeof one === 'bigint');
}
