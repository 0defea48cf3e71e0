import { canonicalText } from '../../codec/json';
import type { ModuleProposal } from '../../kernel/change';
import type { Force } from '../../kernel/force';
import { readPackage } from '../../kernel/packages';
import { keptChanges, swapsModule, type ModulePlan, type PlanContext, type PlannedChanges } from '../../kernel/module-plan';
import { planModules } from '../../kernel/plan-modules';
import { refuseUnrunnable } from '../../kernel/refuse-plan';
import { migrationOf, type Renewal } from '../../kernel/renewal';
import type { ActiveModule } from '../../module/active-module';
import type { ActiveModules, ModuleResolver } from '../../module/active-modules';
import { metered, type BlockScope } from '../../module/contexts';
import type { Migration } from '../../module/definition/migration';
import { BUDGETS } from '../../module/meter';
import type { Work } from '../../module/work';
import type { Overlay } from '../../state/overlay';
import { notBroken, unbroken } from '../../kernel/unbroken';
import { beginModule } from '../begin-module';
import { available } from './modules-in-force';

/** One module that takes another's place, with stores of its own. */
export interface Renewing extends Renewal {
  readonly module: ActiveModule;
  /** Undefined: it begins with empty stores. */
  readonly migration: Migration<never> | undefined;
}

/** What an approved change comes to. */
export interface SwapPlan extends ModulePlan {
  /** Without the kernel. */
  readonly active: ActiveModules;
  readonly renewing: readonly Renewing[];
}

const newest = new WeakMap<ModuleResolver, { readonly id: string; readonly plan: SwapPlan }>();

/**
 * The plan of an approved proposal. It is asked for in every block of a migration, so the last one is kept, by everything it depends on.
 * @throws Refusal when it has become impossible; ModuleMissing
 */
export function swapPlan(context: PlanContext, force: Force, proposal: ModuleProposal): SwapPlan {
  const packages = proposal.changes.map((change) => (change.kind === 'swap-package' ? readPackage(context.state, change.module, change.package) ?? null : null));
  const id = canonicalText([force.set, force.hash, proposal.id, proposal.changes, packages] as never);
  const known = newest.get(context.resolver);
  if (known?.id === id) return known.plan;
  const plan = planOf(context, keptChanges(context.state, proposal));
  newest.set(context.resolver, { id, plan });
  return plan;
}

/** What changes come to, whoever asks. @throws Refusal; ModuleMissing */
export function planOf(context: PlanContext, planned: PlannedChanges): SwapPlan {
  const { resolver } = context;
  const plan = planModules(context, planned);
  const active = available(() => resolver.resolve(plan.modules));
  if (swapsModule(planned.changes)) refuseUnrunnable(context, plan);
  const renewing = plan.renewals.map((renewal) => ({ ...renewal, module: active.find(renewal.to.name)!, migration: unbroken(renewal.to.name, () => migrationOf(resolver, renewal)) }));
  return { ...plan, active, renewing };
}

/** Modules with stores of their own begin as at the founding of a chain. @throws Refusal of the module; MODULE_BROKE */
export function* beginWith(scope: BlockScope, overlay: Overlay, { active, renewing }: SwapPlan): Work<void> {
  const next = { ...scope, modules: active };
  for (const { module } of renewing) {
    try {
      yield* beginModule(metered(next, BUDGETS.hook), module, overlay);
    } catch (error) {
      notBroken(module.name, error);
    }
  }
}
