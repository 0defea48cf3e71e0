import { Injectable } from '@nestjs/common';
import { isObject, objectOf, type ChangeView, type JsonObject } from '@bystack/api';
import { NodeRelay, questionTo } from '../gateway';
import { Modules } from '../modules';
import { GOVERNANCE_LIMITS } from './limits';
import { idOfPackage, textOf } from './module-words';
import type { ModulesByName } from './modules-now';

/** A package that takes the place of another, both whole. */
export interface PackagesSwapped {
  readonly module: string;
  /** Undefined: nobody says what is in force now. */
  readonly before: JsonObject | undefined;
  readonly after: JsonObject;
  /** It comes with the parameters of another module. */
  readonly isByModule: boolean;
}

/** Packages of rules that changes put in force, wherever they stand: in the changes, in the parameters of another version of a module, or on the chain from an earlier vote. */
@Injectable()
export class PackageSwaps {
  constructor(
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
  ) {}

  /** Those that cannot be read are left out. */
  async in(organisationId: string, chainId: string, changes: readonly ChangeView[], now: ModulesByName): Promise<readonly PackagesSwapped[]> {
    const swaps = await Promise.all(changes.map(async (change) => {
      const [module, after] = [textOf(change.module), await this.#after(organisationId, chainId, change, changes)];
      if (after === undefined) return [];
      const inForce = now.get(module);
      const isByModule = change.kind === 'swap-module';
      return [{ module: isByModule ? textOf(objectOf(change.by).name) : module, before: inForce && this.#packageIn(module, inForce.version, inForce.params), after, isByModule }];
    }));
    return swaps.flat();
  }

  async #after(organisationId: string, chainId: string, { kind, module, package: id, by }: ChangeView, changes: readonly ChangeView[]): Promise<JsonObject | undefined> {
    if (kind === 'swap-module') {
      const { name, version, parameters } = objectOf(by);
      return this.#packageIn(textOf(name), textOf(version), objectOf(parameters));
    }
    if (kind !== 'swap-package') return undefined;
    const published = changes.find((one) => one.kind === 'publish-package' && one.module === module && (one.package === id || (one.content !== undefined && idOfPackage(one.content) === id)));
    if (published !== undefined) return isObject(published.content) ? published.content : undefined;
    return this.relay.answerTo(organisationId, chainId, questionTo('kernel', 'package', { module: textOf(module), package: textOf(id) }, GOVERNANCE_LIMITS.warningTimeoutMs), isObject).catch(() => undefined) as Promise<JsonObject | undefined>;
  }

  #packageIn(module: string, version: string, params: JsonObject): JsonObject | undefined {
    const parameter = this.modules.moduleNamed(module, version)?.package?.parameter;
    const found = parameter === undefined ? undefined : params[parameter];
    return isObject(found) ? found : undefined;
  }
}
