import type { ModuleInForce } from '../module/active-module';
import type { PackageParameter } from '../module/definition/package-parameter';
import type { JsonObject } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { KeptModuleChange } from './change';
import { modulesInForce } from './force';
import { KERNEL_LIMITS } from './limits';
import { definitionOf, noSuchModule, replaced, type ModulePlan, type PlanContext, type PlannedChanges } from './module-plan';
import { digestOf, readDocument, readPackage, readPackages, type DocumentPlace, type PackageRecord } from './packages';
import { migrationOf } from './renewal';

/** NAME@VERSION that the content gives itself. @throws Refusal NO_SUCH_MODULE, NO_PACKAGES, PARAMS_INVALID. */
export function nameOfPackage(context: PlanContext, module: string, content: JsonObject): string {
  const found = modulesInForce(context.state).find(({ name }) => name === module) ?? noSuchModule(context.state, module);
  try {
    return packageParameter(context, found).idOf(content);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse('PARAMS_INVALID', { module, path: '', reason: 'the package has no name and version' });
  }
}

/** Published, not in force: its content is tried as if it were. Refuses NO_PACKAGES, PACKAGE_EXISTS, TOO_MANY_PACKAGES, PARAMS_INVALID. */
export function withPackage(context: PlanContext, { id, content }: PlannedChanges, plan: ModulePlan, module: ModuleInForce, { package: name, hash, bytes }: Extract<KeptModuleChange, { kind: 'publish-package' }>, place: number): ModulePlan {
  const { state, resolver } = context;
  const packaged = packageParameter(context, module);
  if (name === inForce(packaged, module) || publishedIn(plan, module, name) !== undefined || readPackage(state, module.name, name) !== undefined)
    refuse('PACKAGE_EXISTS', { module: module.name, package: name });
  if (readPackages(state).length + plan.packages.length + KERNEL_LIMITS.changesMax > KERNEL_LIMITS.packagesMax) refuse('TOO_MANY_PACKAGES', { packagesMax: KERNEL_LIMITS.packagesMax });
  const tried = { ...module, params: { ...module.params, [packaged.parameter]: content(place) } };
  resolver.checkOnce(plan.modules.map((other) => (other === module ? tried : other)));
  return { ...plan, packages: [...plan.packages, { module: module.name, package: name, status: 'published', hash, bytes, document: [id, place] }] };
}

/** Retired: nothing can put it in force any more. Refuses NO_PACKAGES, PACKAGE_IN_FORCE, NO_SUCH_PACKAGE, PACKAGE_RETIRED. */
export function withoutPackage(context: PlanContext, plan: ModulePlan, module: ModuleInForce, name: string): ModulePlan {
  if (name === inForce(packageParameter(context, module), module)) refuse('PACKAGE_IN_FORCE', { module: module.name, package: name });
  const record = usablePackage(context, plan, module, name);
  return { ...plan, packages: [...plan.packages.filter((other) => other !== record), { ...record, status: 'retired' }] };
}

/** The package that goes is kept, so that the way back needs no new one. Refuses as `withoutPackage`, CHANGED_TWICE, and what the module says of a package that cannot follow. */
export function withOtherPackage(context: PlanContext, planned: PlannedChanges, plan: ModulePlan, module: ModuleInForce, name: string): ModulePlan {
  const packaged = packageParameter(context, module);
  const { parameter } = packaged;
  const before = inForce(packaged, module);
  if (name === before) refuse('PACKAGE_IN_FORCE', { module: module.name, package: name });
  const { document } = usablePackage(context, plan, module, name);
  const content = document[0] === planned.id ? planned.content(document[1]) : readDocument(context.state, document);
  const params = { ...module.params, [parameter]: content };
  const migrates = migrationOf(context.resolver, { from: module, to: { ...module, params } }) !== undefined;
  packaged.checkSwap?.(module.params as never, params as never);
  const { takenOver: _, ...renewed } = module; // Stores of its own, and nothing of what lies in other spaces.
  const to = migrates ? { ...renewed, params, space: planned.id } : { ...module, params };
  const next = { ...replaced(plan, module, to), repackaged: [...plan.repackaged, { from: module, to }] };
  const kept = readPackage(context.state, module.name, before) === undefined ? withOutgoing(next, planned.id, module.name, before, module.params[parameter] as JsonObject) : next;
  return migrates ? { ...kept, renewals: [...kept.renewals, { from: module, to }] } : kept;
}

function withOutgoing(plan: ModulePlan, id: number, module: string, name: string, content: JsonObject): ModulePlan {
  const place: DocumentPlace = [id, KERNEL_LIMITS.changesMax + plan.outgoing.length];
  const record: PackageRecord = { module, package: name, status: 'published', ...digestOf(content), document: place };
  return { ...plan, packages: [...plan.packages, record], outgoing: [...plan.outgoing, { place, content }] };
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
