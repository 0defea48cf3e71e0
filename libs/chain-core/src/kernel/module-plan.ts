import type { AnyModule, ModuleInForce } from '../module/active-module';
import type { ModuleResolver } from '../module/active-modules';
import type { ReadView } from '../module/definition/stores';
import type { JsonObject } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import type { KeptModuleChange } from './change';
import { modulesInForce } from './force';
import { readDocument, type DocumentPlace, type PackageRecord } from './packages';
import type { Renewal } from './renewal';

/** What the chain's modules would be. */
export interface ModulePlan {
  readonly modules: readonly ModuleInForce[];
  readonly renewals: readonly Renewal[];
  /** Modules with another package of their own: before, and after. Those of them whose records are carried over are among the renewals, too. */
  readonly repackaged: readonly Renewal[];
  /** Records to write when it takes effect. */
  readonly packages: readonly PackageRecord[];
  /** Content of packages that go out of force, to be kept with them. */
  readonly outgoing: readonly { readonly place: DocumentPlace; readonly content: JsonObject }[];
}

/** Changes of one proposal, and where to find what they are about. */
export interface PlannedChanges {
  /** The proposal's id: the number of the spaces it makes. */
  readonly id: number;
  readonly changes: readonly KeptModuleChange[];
  /** Content of the change at a place, if it has any. */
  content(place: number): JsonObject;
}

export interface PlanContext {
  readonly state: ReadView;
  readonly resolver: ModuleResolver;
  /** Whether the chain keeps assets: said in genesis, for ever. */
  readonly assets: GenesisDocument['assets'];
}

/** As `PlannedChanges`, of a proposal that is on the chain. */
export function keptChanges(state: ReadView, { id, changes }: Pick<PlannedChanges, 'id' | 'changes'>): PlannedChanges {
  return { id, changes, content: (place) => readDocument(state, [id, place]) };
}

export function swapsModule(changes: readonly KeptModuleChange[]): boolean {
  return changes.some(({ kind }) => kind === 'swap-module');
}

/** Another module, or the same with other parameters, in the place of one. @throws Refusal CHANGED_TWICE {module}. */
export function replaced(plan: ModulePlan, module: ModuleInForce, by: ModuleInForce): ModulePlan {
  // Two renewals of one module in one proposal would have to migrate one after the other.
  if (plan.renewals.some(({ to }) => to === module)) refuse('CHANGED_TWICE', { module: module.name });
  return { ...plan, modules: plan.modules.map((other) => (other === module ? by : other)) };
}

export function noSuchModule(state: ReadView, module: string): never {
  return refuse('NO_SUCH_MODULE', { module, runs: modulesInForce(state).map(({ name }) => name).join(', ') });
}

/** Only of a module that the chain runs: others are not on every node. */
export function definitionOf({ resolver, state }: PlanContext, { name, version }: ModuleInForce): AnyModule {
  const runs = modulesInForce(state).some((module) => module.name === name && module.version === version);
  return (runs ? resolver.find(name, version) : undefined) ?? noSuchModule(state, name);
}
