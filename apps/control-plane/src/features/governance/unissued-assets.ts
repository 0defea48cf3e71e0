import { Injectable } from '@nestjs/common';
import type { ChangeView, PlanLine } from '@bystack/api';
import { ProblemError } from '../../platform/errors';
import { NodeRelay } from '../gateway';
import { Modules } from '../modules';
import { textOf } from './module-words';
import { objectOf } from './parts-words';
import { warning } from './plan-words';
import { GOVERNANCE_LIMITS } from './limits';

/** Warns before a vote that a module would ask for payment in an asset that nobody has. */
@Injectable()
export class UnissuedAssets {
  /** What was issued once stays so. */
  readonly #issued = new Set<string>();

  constructor(
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
  ) {}

  async warnings(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<readonly PlanLine[]> {
    const asked = [...new Set(changes.flatMap((change) => this.#assetIn(change)))];
    const lines = await Promise.all(asked.map(async (asset) => ((await this.#isUnissued(organisationId, chainId, asset)) ? [neverIssued(asset)] : [])));
    return lines.flat();
  }

  /** The parameter `asset` of a module that is about assets. */
  #assetIn({ kind, module, parameters, by }: ChangeView): readonly string[] {
    const [name, version, set] = kind === 'swap-module' ? [textOf(objectOf(by).name), textOf(objectOf(by).version), objectOf(by).parameters] : [textOf(module), undefined, parameters];
    const { asset } = objectOf(set);
    return this.modules.moduleNamed(name, version)?.needsAssets === true && typeof asset === 'string' && /^[0-9a-f]{64}$/.test(asset) ? [asset] : [];
  }

  /** A node that cannot say, for it forgot old blocks or does not answer, is no reason to warn. */
  async #isUnissued(organisationId: string, chainId: string, asset: string): Promise<boolean> {
    const id = `${chainId} ${asset}`;
    if (this.#issued.has(id)) return false;
    try {
      await this.relay.json(organisationId, chainId, { method: 'GET', path: `/assets/${asset}`, timeoutMs: GOVERNANCE_LIMITS.warningTimeoutMs });
      this.#issued.add(id);
      if (this.#issued.size > GOVERNANCE_LIMITS.contentsKept) this.#issued.delete(this.#issued.values().next().value ?? '');
      return false;
    } catch (error) {
      return error instanceof ProblemError && error.problem.code === 'NOT_FOUND';
    }
  }
}

function neverIssued(asset: string): PlanLine {
  return warning(`Nobody has ever issued the asset ${asset} on this chain: until its issuer does, nobody can pay.`, `本链上从未发行过资产 ${asset}：在其发行方发行之前，无人能够付费。`);
}
