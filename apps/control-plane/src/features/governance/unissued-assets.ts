import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetView, ChangeView, PlanLine } from '@bystack/api';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { isTold, NodeRelay, objectOf } from '../gateway';
import { Modules } from '../modules';
import { textOf } from './module-words';
import { warning } from './plan-words';
import { GOVERNANCE_LIMITS } from './limits';

/** What nodes say of an asset: that it was issued, or never. */
type Said = 'issued' | 'never';

const isAsset = isTold('AssetView');

/**
 * Warns before a vote that a module would ask for payment in an asset that nobody has. That an asset was issued, or never was, no node can prove: all are asked, one that says never is
 * enough for a warning, and a warning tells when others say otherwise. So no single node hides it, and one that makes it up is seen to stand alone.
 */
@Injectable()
export class UnissuedAssets {
  /** What nodes said last, by chain and id; nothing of those that could not say. */
  readonly #said = new Map<string, readonly (Said | undefined)[]>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
  ) {}

  /** Waits a moment for what no node has said yet: what comes later stands in the next answer. */
  async warnings(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<readonly PlanLine[]> {
    const asked = [...new Set(changes.flatMap((change) => this.#assetIn(change)))];
    const unsure = asked.filter((asset) => !isSettled(this.#said.get(`${chainId} ${asset}`)));
    const answers = Promise.all(unsure.map((asset) => this.#ask(organisationId, chainId, asset)));
    if (unsure.length > 0) await Promise.race([answers, sleep(GOVERNANCE_LIMITS.warningWaitMs)]);
    return asked.flatMap((asset) => warningOf(asset, this.#said.get(`${chainId} ${asset}`) ?? []));
  }

  /** The parameter `asset` of a module that is about assets. */
  #assetIn({ kind, module, parameters, by }: ChangeView): readonly string[] {
    const [name, version, set] = kind === 'swap-module' ? [textOf(objectOf(by).name), textOf(objectOf(by).version), objectOf(by).parameters] : [textOf(module), undefined, parameters];
    const { asset } = objectOf(set);
    return this.modules.moduleNamed(name, version)?.needsAssets === true && typeof asset === 'string' && /^[0-9a-f]{64}$/.test(asset) ? [asset] : [];
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
    const isIt = (told: unknown): told is AssetView => isAsset(told) && told.assetId === asset;
    const request = { method: 'GET', path: `/assets/${asset}`, timeoutMs: GOVERNANCE_LIMITS.warningTimeoutMs } as const;
    const told = await this.relay.eachOf<AssetView | 'never'>(organisationId, chainId, request, isIt, ({ problem }) => (problem.code === 'NOT_FOUND' ? 'never' : undefined)).catch(() => []);
    keepNewest(this.#said, `${chainId} ${asset}`, told.map((one) => (typeof one === 'object' ? 'issued' : one)), GOVERNANCE_LIMITS.contentsKept);
  }
}

/** What was issued once stays so; that it was is taken for sure once every node that was asked has said it. */
function isSettled(said: readonly (Said | undefined)[] | undefined): boolean {
  return said !== undefined && said.length > 0 && said.every((one) => one === 'issued');
}

function warningOf(asset: string, said: readonly (Said | undefined)[]): readonly PlanLine[] {
  const [never, issued] = [said.filter((one) => one === 'never').length, said.filter((one) => one === 'issued').length];
  if (never === 0) return [];
  if (issued === 0) return [warning(`Nobody has ever issued the asset ${asset} on this chain: until its issuer does, nobody can pay.`, `本链上从未发行过资产 ${asset}：在其发行方发行之前，无人能够付费。`)];
  return [
    warning(
      `Your nodes disagree on whether the asset ${asset} was ever issued on this chain: ${never} of them say never, ${issued} say it was. If it was not, nobody can pay until its issuer does; if this stays so, some of the nodes lie.`,
      `您的节点对本链是否发行过资产 ${asset} 说法不一：${never} 个称从未发行，${issued} 个称已发行。若未发行，则在其发行方发行之前无人能够付费；若情况持续，则有节点在说谎。`,
    ),
  ];
}
