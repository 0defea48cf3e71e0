import { invariant, refuse } from '../primitives/refusal';
import { ActiveModule, type AnyModule, type ModuleInForce } from './active-module';

/** Makes modules of what a chain says it has chosen: the registry of this software. */
export interface ModuleResolver {
  find(name: string, version: string): AnyModule | undefined;
  /** Every version of a module that this software has. */
  versionsOf(name: string): readonly string[];
  /** @throws Refusal MODULE_NOT_AVAILABLE {module, version}, and those of ActiveModules. */
  resolve(choices: readonly ModuleInForce[]): ActiveModules;
  /** As resolve, and checks all parameters; the same choices once. @throws Refusal PARAMS_INVALID {module, path, reason} too. */
  checkOnce(choices: readonly ModuleInForce[]): ActiveModules;
}

/** The modules of one chain, in the order they run: each after those it needs, otherwise as genesis lists them. */
export class ActiveModules {
  readonly inOrder: readonly ActiveModule[];
  /** The transactions slot's module that decides who may write; undefined: anybody. */
  readonly policy: ActiveModule | undefined;
  private readonly byName: ReadonlyMap<string, ActiveModule>;
  private readonly bySpace: ReadonlyMap<string, ActiveModule>;
  /** What modules declare to need, as far as it was asked for: they ask with every call. */
  private readonly byNeed = new Map<string, ActiveModule | undefined>();

  /**
   * @param resolver knows other modules, for a chain that is going to change its own
   * @param kernel the chain's own commands, if it has any; not chosen, hence not among `inOrder` and `choices`
   * @throws Refusal MODULE_TWICE, MODULE_NEED_MISSING, MODULE_NEED_AMBIGUOUS, MODULE_CIRCLE, POLICY_TWICE.
   */
  constructor(modules: readonly ActiveModule[], readonly resolver: ModuleResolver, readonly kernel?: ActiveModule) {
    this.byName = new Map(modules.map((module) => [module.name, module]));
    if (this.byName.size !== modules.length) refuse('MODULE_TWICE', { module: repeated(modules) });
    this.inOrder = sortByNeeds(modules);
    this.bySpace = new Map(modules.map((module) => [module.spaceName, module]));
    const policies = modules.filter((module) => module.definition.policy !== undefined);
    if (policies.length > 1) refuse('POLICY_TWICE', { module: policies[1]!.name });
    this.policy = policies[0];
  }

  find(name: string): ActiveModule | undefined {
    return this.kernel?.name === name ? this.kernel : this.byName.get(name);
  }

  /** The module whose stores, and outputs, are under this name; not the kernel. */
  inSpace(space: string): ActiveModule | undefined {
    return this.bySpace.get(space);
  }

  /** All that can run, the kernel last. */
  get all(): readonly ActiveModule[] {
    return this.kernel === undefined ? this.inOrder : [...this.inOrder, this.kernel];
  }

  withKernel(kernel: ActiveModule): ActiveModules {
    return new ActiveModules(this.inOrder, this.resolver, kernel);
  }

  /** The module behind an entry of `needs`: a module's name, or `slot:NAME` for the module that fills that slot. */
  findNeed(need: string): ActiveModule | undefined {
    if (!this.byNeed.has(need)) this.byNeed.set(need, findNeed(this.inOrder, need));
    return this.byNeed.get(need);
  }

  /** What was chosen, in running order, with every parameter spelled out. */
  choices(): readonly ModuleInForce[] {
    return this.inOrder.map(({ choice }) => choice);
  }
}

function repeated(modules: readonly ActiveModule[]): string {
  const twice = modules.find((module, i) => modules.findIndex((other) => other.name === module.name) !== i);
  invariant(twice, 'a name appears twice');
  return twice.name;
}

function sortByNeeds(modules: readonly ActiveModule[]): readonly ActiveModule[] {
  const sorted = new Set<ActiveModule>();
  const visit = (module: ActiveModule, path: readonly string[]): void => {
    if (sorted.has(module)) return;
    if (path.includes(module.name)) refuse('MODULE_CIRCLE', { modules: [...path, module.name].join(' > ') });
    for (const need of module.definition.needs ?? []) {
      visit(findNeed(modules, need) ?? refuse('MODULE_NEED_MISSING', { module: module.name, needs: need }), [...path, module.name]);
    }
    sorted.add(module);
  };
  for (const module of modules) visit(module, []);
  return [...sorted];
}

const SLOT = 'slot:';

function findNeed(modules: readonly ActiveModule[], need: string): ActiveModule | undefined {
  if (!need.startsWith(SLOT)) return modules.find(({ name }) => name === need);
  const filling = modules.filter(({ definition }) => definition.slot === need.slice(SLOT.length));
  if (filling.length > 1) refuse('MODULE_NEED_AMBIGUOUS', { needs: need, modules: filling.map(({ name }) => name).join(', ') });
  return filling[0];
}
