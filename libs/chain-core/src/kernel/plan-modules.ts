import { canonicalText } from '../codec/json';
import { spaceName, type AnyModule, type ModuleInForce } from '../module/active-module';
import type { ActiveModules, ModuleResolver } from '../module/active-modules';
import type { Migration, PackageParameter, ReadView } from '../module/define-module';
import { decodeHeld, type Held } from '../ledger/held-outputs';
import { utf8 } from '../primitives/bytes';
import type { JsonObject } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { LIMITS } from '../protocol/limits';
import type { KeptModuleChange } from './change';
import { modulesInForce } from './force';
import { KERNEL_LIMITS } from './limits';
import { digestOf, readDocument, readPackage, readPackages, type DocumentPlace, type PackageRecord } from './packages';
import { unbroken } from './unbroken';

/** A module that gets stores of its own, apart from those of the one whose place it takes. */
export interface Renewal {
  readonly from: ModuleInForce;
  readonly to: ModuleInForce;
}

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

/**
 * The modules after all changes, which need no module that the chain does not run: every node comes to the same plan, whatever else its software can do.
 * @throws Refusal NO_SUCH_MODULE, PARAMETER_IS_PACKAGE, NOTHING_CHANGES, PARAMS_INVALID, NO_PACKAGES, PACKAGE_EXISTS, TOO_MANY_PACKAGES, NO_SUCH_PACKAGE,
 * PACKAGE_RETIRED, PACKAGE_IN_FORCE, MODULE_TWICE, and what the module says of a package that cannot follow.
 */
export function planModules(context: PlanContext, planned: PlannedChanges): ModulePlan {
  const start: ModulePlan = { modules: modulesInForce(context.state), renewals: [], repackaged: [], packages: [], outgoing: [] };
  const plan = planned.changes.reduce((before, change, place) => withChange(context, planned, before, change, place), start);
  // Only parameters of modules that run here now: a new module's are judged by those who have it.
  if (!swapsModule(planned.changes)) context.resolver.checkOnce(plan.modules);
  return plan;
}

export function swapsModule(changes: readonly KeptModuleChange[]): boolean {
  return changes.some(({ kind }) => kind === 'swap-module');
}

/**
 * For a node: whether this software can run what a plan leads to.
 * @throws Refusal SLOT_MISMATCH, MODULE_NOT_AVAILABLE, ASSETS_NEEDED {module}, PARAMS_INVALID, MODULE_BROKE, and those of ActiveModules for needs that are not met.
 */
export function refuseUnrunnable({ resolver, assets }: PlanContext, { modules, renewals }: ModulePlan): void {
  // Before anything that follows from it: two modules of one slot, say.
  for (const { from, to } of renewals) {
    const slot = resolver.find(to.name, to.version)?.slot;
    const needed = resolver.find(from.name, from.version)!.slot;
    if (slot !== undefined && slot !== needed) refuse('SLOT_MISMATCH', { module: to.name, slot, needed });
  }
  refuseWithoutAssets(unbroken(renewals[0]?.to.name ?? '', () => resolver.checkOnce(modules)), assets);
}

/** A module that takes payments in assets would lock everybody out of a chain that keeps none. */
export function refuseWithoutAssets({ inOrder }: ActiveModules, assets: GenesisDocument['assets']): void {
  const needing = inOrder.find(({ definition }) => definition.needsAssets === true);
  if (assets === 'disabled' && needing !== undefined) refuse('ASSETS_NEEDED', { module: needing.name });
}

/** How records are carried over; undefined: they are not, and the new module begins with empty stores. */
export function migrationOf(resolver: ModuleResolver, { from, to }: Renewal): Migration<never> | undefined {
  const migration = resolver.find(to.name, to.version)?.migrateFrom?.[idOf(from)];
  return migration?.applies?.(from.params, to.params as never) === false ? undefined : migration;
}

/** NAME@VERSION. */
export function idOf({ name, version }: Pick<ModuleInForce, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

function withChange(context: PlanContext, planned: PlannedChanges, plan: ModulePlan, change: KeptModuleChange, place: number): ModulePlan {
  const module = plan.modules.find(({ name }) => name === change.module) ?? noSuchModule(context.state, change.module);
  switch (change.kind) {
    case 'set-parameters':
      return withParameters(context, plan, module, change.parameters);
    case 'publish-package':
      return withPackage(context, planned, plan, module, change, place);
    case 'retire-package':
      return withoutPackage(context, plan, module, change.package);
    case 'swap-package':
      return withOtherPackage(context, planned, plan, module, change.package);
    case 'swap-module':
      return withOtherModule(planned, plan, module, { ...change.by, params: planned.content(place) });
  }
}

function withParameters(context: PlanContext, plan: ModulePlan, module: ModuleInForce, parameters: JsonObject): ModulePlan {
  const { package: packaged } = definitionOf(context, module);
  if (packaged !== undefined && Object.hasOwn(parameters, packaged.parameter)) refuse('PARAMETER_IS_PACKAGE', { module: module.name, parameter: packaged.parameter });
  const params = { ...module.params, ...parameters };
  if (canonicalText(params) === canonicalText(module.params)) refuse('NOTHING_CHANGES', { module: module.name });
  return replaced(plan, module, { ...module, params });
}

function withPackage(context: PlanContext, { id, content }: PlannedChanges, plan: ModulePlan, module: ModuleInForce, { package: name, hash, bytes }: Extract<KeptModuleChange, { kind: 'publish-package' }>, place: number): ModulePlan {
  const { state, resolver } = context;
  const packaged = packageParameter(context, module);
  if (name === inForce(packaged, module) || publishedIn(plan, module, name) !== undefined || readPackage(state, module.name, name) !== undefined)
    refuse('PACKAGE_EXISTS', { module: module.name, package: name });
  if (readPackages(state).length + plan.packages.length + KERNEL_LIMITS.changesMax > KERNEL_LIMITS.packagesMax) refuse('TOO_MANY_PACKAGES', { packagesMax: KERNEL_LIMITS.packagesMax });
  const tried = { ...module, params: { ...module.params, [packaged.parameter]: content(place) } };
  resolver.checkOnce(plan.modules.map((other) => (other === module ? tried : other)));
  return { ...plan, packages: [...plan.packages, { module: module.name, package: name, status: 'published', hash, bytes, document: [id, place] }] };
}

function withoutPackage(context: PlanContext, plan: ModulePlan, module: ModuleInForce, name: string): ModulePlan {
  if (name === inForce(packageParameter(context, module), module)) refuse('PACKAGE_IN_FORCE', { module: module.name, package: name });
  const record = usablePackage(context, plan, module, name);
  return { ...plan, packages: [...plan.packages.filter((other) => other !== record), { ...record, status: 'retired' }] };
}

/** The package that goes is kept, so that the way back needs no new one. */
function withOtherPackage(context: PlanContext, planned: PlannedChanges, plan: ModulePlan, module: ModuleInForce, name: string): ModulePlan {
  const packaged = packageParameter(context, module);
  const { parameter } = packaged;
  const before = inForce(packaged, module);
  if (name === before) refuse('PACKAGE_IN_FORCE', { module: module.name, package: name });
  const { document } = usablePackage(context, plan, module, name);
  const content = document[0] === planned.id ? planned.content(document[1]) : readDocument(context.state, document);
  const params = { ...module.params, [parameter]: content };
  const migrates = migrationOf(context.resolver, { from: module, to: { ...module, params } }) !== undefined;
  packaged.checkSwap?.(module.params as never, params as never);
  const to = migrates ? { ...module, params, space: planned.id } : { ...module, params };
  const next = { ...replaced(plan, module, to), repackaged: [...plan.repackaged, { from: module, to }] };
  const kept = readPackage(context.state, module.name, before) === undefined ? withOutgoing(next, planned.id, module.name, before, module.params[parameter] as JsonObject) : next;
  return migrates ? { ...kept, renewals: [...kept.renewals, { from: module, to }] } : kept;
}

function withOutgoing(plan: ModulePlan, id: number, module: string, name: string, content: JsonObject): ModulePlan {
  const place: DocumentPlace = [id, KERNEL_LIMITS.changesMax + plan.outgoing.length];
  const record: PackageRecord = { module, package: name, status: 'published', ...digestOf(content), document: place };
  return { ...plan, packages: [...plan.packages, record], outgoing: [...plan.outgoing, { place, content }] };
}

function withOtherModule({ id }: PlannedChanges, plan: ModulePlan, module: ModuleInForce, by: Pick<ModuleInForce, 'name' | 'version' | 'params'>): ModulePlan {
  const { name, version, params } = by;
  if (name === module.name && version === module.version) refuse('NOTHING_CHANGES', { module: name });
  if (plan.modules.some((other) => other !== module && other.name === name)) refuse('MODULE_TWICE', { module: name });
  const to = { name, version, params, space: id };
  if (spaceName(to).length > LIMITS.nameBytesMax) refuse('MODULE_NOT_AVAILABLE', { module: name, version });
  return { ...replaced(plan, module, to), renewals: [...plan.renewals, { from: module, to }] };
}

/**
 * Refuses OUTPUTS_HELD {module, outputs}: what belongs to nobody alone could be spent by nobody once its module is replaced. (What has an owner is the owner's from then on.) It is no part of
 * the plan, for it changes with every block.
 */
export function refuseHeld(state: ReadView, { renewals }: ModulePlan): void {
  for (const { from } of renewals) {
    const { shared } = heldBy(state, from);
    if (shared > 0) refuse('OUTPUTS_HELD', { module: from.name, outputs: shared });
  }
}

/** Unspent outputs that are locked to a module in force. */
export function heldBy(state: ReadView, module: ModuleInForce): Held {
  return decodeHeld(state.get('held', utf8(spaceName(module))));
}

function replaced(plan: ModulePlan, module: ModuleInForce, by: ModuleInForce): ModulePlan {
  // Two renewals of one module in one proposal would have to migrate one after the other.
  if (plan.renewals.some(({ to }) => to === module)) refuse('CHANGED_TWICE', { module: module.name });
  return { ...plan, modules: plan.modules.map((other) => (other === module ? by : other)) };
}

function noSuchModule(state: ReadView, module: string): never {
  return refuse('NO_SUCH_MODULE', { module, runs: modulesInForce(state).map(({ name }) => name).join(', ') });
}

/** Only of a module that the chain runs: others are not on every node. */
function definitionOf({ resolver, state }: PlanContext, { name, version }: ModuleInForce): AnyModule {
  const runs = modulesInForce(state).some((module) => module.name === name && module.version === version);
  return (runs ? resolver.find(name, version) : undefined) ?? noSuchModule(state, name);
}

function packageParameter(context: PlanContext, module: ModuleInForce): PackageParameter<never> {
  return definitionOf(context, module).package ?? refuse('NO_PACKAGES', { module: module.name });
}

function inForce({ parameter, idOf: nameOf }: PackageParameter<never>, { params }: ModuleInForce): string {
  return nameOf(params[parameter] as JsonObject);
}

function publishedIn({ packages }: ModulePlan, { name }: ModuleInForce, id: string): PackageRecord | undefined {
  return packages.find((record) => record.module === name && record.package === id);
}

function usablePackage({ state }: PlanContext, plan: ModulePlan, module: ModuleInForce, name: string): PackageRecord {
  const record = publishedIn(plan, module, name) ?? readPackage(state, module.name, name) ?? refuse('NO_SUCH_PACKAGE', { module: module.name, package: name });
  return record.status === 'retired' ? refuse('PACKAGE_RETIRED', { module: module.name, package: name }) : record;
}

/** @throws Refusal NO_SUCH_MODULE, NO_PACKAGES, PARAMS_INVALID. */
export function nameOfPackage(context: PlanContext, module: string, content: JsonObject): string {
  const found = modulesInForce(context.state).find(({ name }) => name === module) ?? noSuchModule(context.state, module);
  try {
    return packageParameter(context, found).idOf(content);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse('PARAMS_INVALID', { module, path: '', reason: 'the package has no name and version' });
  }
}
