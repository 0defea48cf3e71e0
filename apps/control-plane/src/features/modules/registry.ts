import { Injectable } from '@nestjs/common';
import type { ModuleCard, SlotName } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { MODULES } from '../../platform/registry.generated';
import { cardOf } from './module-card';

/** Every module version this product knows, looked up by what a blueprint says. */
@Injectable()
export class Modules {
  readonly registry = new ModuleRegistry(MODULES as unknown as readonly ModuleDefinition[]);

  cards(): ModuleCard[] {
    return this.registry.all().map((module) => cardOf(module as ModuleDefinition));
  }

  /** Whatever slot it is of. `version` absent: the newest. */
  moduleNamed(name: string, version?: string): ModuleDefinition | undefined {
    return this.#newest((module) => module.name === name && (version === undefined || module.version === version));
  }

  /** `version` absent: the newest. */
  find(slot: SlotName, name: string, version?: string): ModuleDefinition | undefined {
    return this.#newest((module) => module.slot === slot && module.name === name && (version === undefined || module.version === version));
  }

  /** NAME@VERSION of all that a slot can be filled with, at the founding of a chain or by vote only. */
  idsIn(slot: SlotName): { readonly atFounding: readonly string[]; readonly byVoteOnly: readonly string[] } {
    const there = (this.registry.all() as readonly ModuleDefinition[]).filter((module) => module.slot === slot);
    const ids = (isFoundable: boolean) => there.filter(({ notAtFounding }) => (notAtFounding === undefined) === isFoundable).map(({ name, version }) => `${name}@${version}`);
    return { atFounding: ids(true), byVoteOnly: ids(false) };
  }

  #newest(fits: (module: ModuleDefinition) => boolean): ModuleDefinition | undefined {
    const found = (this.registry.all() as readonly ModuleDefinition[]).filter(fits);
    return found.sort((a, b) => compareVersions(b.version, a.version))[0];
  }
}

/** 1.10.0 is above 1.9.0. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
