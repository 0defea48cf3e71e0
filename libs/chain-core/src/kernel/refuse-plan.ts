import { decodeHeld, type Held } from '../ledger/held-outputs';
import { spaceName, type ModuleInForce } from '../module/active-module';
import type { ActiveModules } from '../module/active-modules';
import type { ReadView } from '../module/definition/stores';
import { utf8 } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import type { ModulePlan, PlanContext } from './module-plan';
import { unbroken } from './unbroken';

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
