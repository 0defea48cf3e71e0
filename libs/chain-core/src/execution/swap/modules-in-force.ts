import { forceOrFirst, readForce, readModuleSet, type Force } from '../../kernel/force';
import type { ActiveModules } from '../../module/active-modules';
import type { ModuleInForce } from '../../module/active-module';
import type { ReadView } from '../../module/definition/stores';
import { StoreReadView } from '../../module/store-view';
import { keepNewest } from '../../primitives/keep-newest';
import { invariant, Refusal, refuse } from '../../primitives/refusal';
import type { KeyValueSource } from '../../state/key-value-source';
import { ModuleMissing } from '../errors';

const KEPT_MAX = 8;

interface Standing {
  readonly modules: ActiveModules;
  /** Undefined on a chain that never changed its modules. */
  readonly force: Force | undefined;
}

/** Finds the modules that are in force after a block: those of genesis, unless the state says otherwise. */
export class ModulesInForce {
  readonly #standings = new WeakMap<KeyValueSource, Standing>();
  /** By hash of the set. */
  readonly #sets = new Map<string, ActiveModules>();

  constructor(private readonly genesis: ActiveModules) {}

  /** @throws ModuleMissing */
  after(state: KeyValueSource): Standing {
    const known = this.#standings.get(state);
    if (known !== undefined) return known;
    const view = this.#view(state);
    const force = view && readForce(view);
    const standing = { modules: force === undefined || force.set === 0 ? this.genesis : this.#resolved(force.hash, readModuleSet(view!, force.set)), force };
    this.#standings.set(state, standing);
    return standing;
  }

  /** The modules of a set that is or was in force. @throws Refusal NO_SUCH_SET {set, newest}; ModuleMissing */
  ofSet(state: KeyValueSource, set: number): ActiveModules {
    const { force, modules } = this.after(state);
    const newest = force?.set ?? 0;
    if (set > newest) refuse('NO_SUCH_SET', { set, newest });
    if (set === newest) return modules;
    return set === 0 ? this.genesis : this.#resolved(`${force!.hash} ${set}`, readModuleSet(this.#view(state)!, set));
  }

  /** Number of the set in force at a height, as far as this state knows. */
  setAt(state: KeyValueSource, height: number): number {
    const view = this.#view(state);
    const { firstHeights } = view === undefined ? { firstHeights: [1] } : forceOrFirst(view);
    return Math.max(0, firstHeights.findLastIndex((first) => first <= height));
  }

  #view(state: KeyValueSource): ReadView | undefined {
    const { kernel } = this.genesis;
    return kernel && new StoreReadView(kernel, state);
  }

  #resolved(id: string, choices: readonly ModuleInForce[] | undefined): ActiveModules {
    const known = this.#sets.get(id);
    if (known !== undefined) return known;
    invariant(choices !== undefined, 'a set that is or was in force is kept');
    const modules = available(() => this.genesis.resolver.resolve(choices)).withKernel(this.genesis.kernel!);
    keepNewest(this.#sets, id, modules, KEPT_MAX);
    return modules;
  }
}

/** A module that this software lacks is no fault of the chain's. @throws ModuleMissing, and what `resolve` throws */
export function available<T>(resolve: () => T): T {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'MODULE_NOT_AVAILABLE') throw new ModuleMissing(String(error.facts.module), String(error.facts.version));
    throw error;
  }
}
