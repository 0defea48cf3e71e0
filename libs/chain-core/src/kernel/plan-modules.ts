import { canonicalText } from '../codec/json';
import { spaceName, type ModuleInForce } from '../module/active-module';
import type { JsonObject } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { ModuleChoice } from '../protocol/genesis';
import { LIMITS } from '../protocol/limits';
import type { KeptModuleChange } from './change';
import { modulesInForce } from './force';
import { definitionOf, noSuchModule, replaced, swapsModule, type ModulePlan, type PlanContext, type PlannedChanges } from './module-plan';
import { withOtherPackage, withoutPackage, withPackage } from './plan-packages';
import { hasSharedLocks } from './take-over';

/**
 * The modules after all changes, which need no module that the chain does not run: every node comes to the same plan, whatever else its software can do.
 * @throws Refusal NO_SUCH_MODULE, PARAMETER_IS_PACKAGE, NOTHING_CHANGES, PARAMS_INVALID, NO_PACKAGES, PACKAGE_EXISTS, TOO_MANY_PACKAGES, NO_SUCH_PACKAGE,
 * PACKAGE_RETIRED, PACKAGE_IN_FORCE, MODULE_TWICE, NOTHING_TO_TAKE_OVER, and what the module says of a package that cannot follow.
 */
export function planModules(context: PlanContext, planned: PlannedChanges): ModulePlan {
  const start: ModulePlan = { modules: modulesInForce(context.state), renewals: [], repackaged: [], packages: [], outgoing: [] };
  const plan = planned.changes.reduce((before, change, place) => withChange(context, planned, before, change, place), start);
  // Only parameters of modules that run here now: a new module's are judged by those who have it.
  if (!swapsModule(planned.changes)) context.resolver.checkOnce(plan.modules);
  return plan;
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
      return withOtherModule(context, planned, plan, module, { ...change, by: { ...change.by, params: planned.content(place) } });
  }
}

function withParameters(context: PlanContext, plan: ModulePlan, module: ModuleInForce, parameters: JsonObject): ModulePlan {
  const { package: packaged } = definitionOf(context, module);
  if (packaged !== undefined && Object.hasOwn(parameters, packaged.parameter)) refuse('PARAMETER_IS_PACKAGE', { module: module.name, parameter: packaged.parameter });
  const params = { ...module.params, ...parameters };
  if (canonicalText(params) === canonicalText(module.params)) refuse('NOTHING_CHANGES', { module: module.name });
  return replaced(plan, module, { ...module, params });
}

function withOtherModule(context: PlanContext, { id }: PlannedChanges, plan: ModulePlan, module: ModuleInForce, { by, takesOver }: { readonly by: ModuleChoice; readonly takesOver?: true }): ModulePlan {
  const { name, version, params } = by;
  if (name === module.name && version === module.version) refuse('NOTHING_CHANGES', { module: name });
  if (plan.modules.some((other) => other !== module && other.name === name)) refuse('MODULE_TWICE', { module: name });
  const to = { name, version, params, space: id };
  if (spaceName(to).length > LIMITS.nameBytesMax) refuse('MODULE_NOT_AVAILABLE', { module: name, version });
  if (takesOver && !hasSharedLocks(definitionOf(context, module))) refuse('NOTHING_TO_TAKE_OVER', { module: module.name });
  return { ...replaced(plan, module, to), renewals: [...plan.renewals, { from: module, to, ...(takesOver && { takesOver }) }] };
}
