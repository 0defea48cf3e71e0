import { Injectable } from '@nestjs/common';
import { isObject, type ChangeView, type JsonObject, type PlanLine } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { hash } from '@bystack/chain-core/crypto/hash';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { canonicalOf } from '../gateway';
import { Modules } from '../modules';
import { formWarnings } from './form-warnings';
import { GOVERNANCE_LIMITS } from './limits';
import { textOf } from './module-words';
import type { ModulesByName } from './modules-now';
import type { PackagesSwapped } from './package-swaps';
import { warning } from './plan-line';

interface Kept {
  readonly module: string;
  readonly content: JsonObject;
}

/** Warns of what packages say that nothing forbids: forms that nobody can send, and what modules themselves say of packages that are kept on the chain or put in force. */
@Injectable()
export class PackageWarnings {
  /** By module, version and package: the same ones are looked at again with every list of proposals. */
  readonly #said = new Map<string, readonly PlanLine[]>();

  constructor(private readonly modules: Modules) {}

  of(changes: readonly ChangeView[], swapped: readonly PackagesSwapped[], now: ModulesByName): readonly PlanLine[] {
    const published = changes.flatMap(({ kind, module, content }): Kept[] => (kind === 'publish-package' && isObject(content) ? [{ module: textOf(module), content }] : []));
    const swaps = swapped.filter(({ isByModule, after }) => !isByModule && published.every(({ content }) => content !== after)).map(({ module, after }) => ({ module, content: after }));
    return [...[...published, ...swaps].flatMap((kept) => this.#saidOf(kept, now)), ...swapped.flatMap(({ module, after }) => formWarnings(module, after))];
  }

  #saidOf({ module, content }: Kept, now: ModulesByName): readonly PlanLine[] {
    const [version, bytes] = [now.get(module)?.version, canonicalOf(content)];
    const definition = this.modules.moduleNamed(module, version) as ModuleDefinition<JsonObject> | undefined;
    const parameter = definition?.package?.parameter;
    if (bytes === undefined || parameter === undefined || definition?.warnParams === undefined) return [];
    const id = `${module}@${definition.version} ${toHex(hash(bytes))}`;
    const said = this.#said.get(id) ?? definition.warnParams({ ...now.get(module)?.params, [parameter]: content }, { isInForce: true }).map(({ en, zh }) => warning(en, zh));
    keepNewest(this.#said, id, said, GOVERNANCE_LIMITS.contentsKept);
    return said;
  }
}
