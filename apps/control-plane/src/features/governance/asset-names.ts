import { Injectable } from '@nestjs/common';
import { objectOf, type ChangeView } from '@bystack/api';
import { AmountWords } from '../gateway';
import { Modules } from '../modules';
import { GOVERNANCE_LIMITS } from './limits';
import { textOf } from './module-words';
import { namedWords, type Names } from './parts-words';

/** Assets that changes of modules name, as their issuers called them: the id vouches for that, so one node is enough. */
@Injectable()
export class AssetNames {
  constructor(
    private readonly amounts: AmountWords,
    private readonly modules: Modules,
  ) {}

  async of(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<Required<Names>['called']> {
    const ids = [...new Set(changes.flatMap((change) => this.#assetIn(change)))].slice(0, GOVERNANCE_LIMITS.changesMax);
    const names = await Promise.all(ids.map((id) => this.amounts.nameOf(organisationId, chainId, id).catch(() => undefined)));
    const called = new Map(ids.map((id, at) => [id, names[at] && namedWords(names[at].name, id, names[at].symbol)]));
    return (digits) => called.get(digits);
  }

  /** The parameter `asset` of a module that is about assets. */
  #assetIn({ module, parameters, by }: ChangeView): readonly string[] {
    const { name, parameters: given } = objectOf(by);
    const { asset } = { ...objectOf(parameters), ...objectOf(given) };
    const isOfAssets = this.modules.moduleNamed(textOf(name ?? module))?.needsAssets === true;
    return isOfAssets && typeof asset === 'string' && /^[0-9a-f]{64}$/.test(asset) ? [asset] : [];
  }
}
