import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeView, PlanLine } from '@bystack/api';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { ProblemError } from '../../platform/errors';
import { NodeRelay, objectOf } from '../gateway';
import { Modules } from '../modules';
import { textOf } from './module-words';
import { warning } from './plan-words';
import { GOVERNANCE_LIMITS } from './limits';

/** Warns before a vote that a module would ask for payment in an asset that nobody has. */
@Injectable()
export class UnissuedAssets {
  /** Whether an asset was issued, as was said last, by chain and id. What was issued once stays so. */
  readonly #isIssued = new Map<string, boolean>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
  ) {}

  /** Waits a moment for what no node has said yet: what comes later stands in the next answer. */
  async warnings(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<readonly PlanLine[]> {
    const asked = [...new Set(changes.flatMap((change) => this.#assetIn(change)))];
    const unsure = asked.filter((asset) => this.#isIssued.get(`${chainId} ${asset}`) !== true);
    const answers = Promise.all(unsure.map((asset) => this.#ask(organisationId, chainId, asset)));
    if (unsure.length > 0) await Promise.race([answers, sleep(GOVERNANCE_LIMITS.warningWaitMs)]);
    return asked.filter((asset) => this.#isIssued.get(`${chainId} ${asset}`) === false).map(neverIssued);
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
    const say = (isIssued: boolean) => keepNewest(this.#isIssued, `${chainId} ${asset}`, isIssued, GOVERNANCE_LIMITS.contentsKept);
    try {
      await this.relay.json(organisationId, chainId, { method: 'GET', path: `/assets/${asset}`, timeoutMs: GOVERNANCE_LIMITS.warningTimeoutMs });
      say(true);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') say(false);
      else this.#isIssued.delete(`${chainId} ${asset}`);
    }
  }
}

function neverIssued(asset: string): PlanLine {
  return warning(`Nobody has ever issued the asset ${asset} on this chain: until its issuer does, nobody can pay.`, `本链上从未发行过资产 ${asset}：在其发行方发行之前，无人能够付费。`);
}
