import type { ActiveModules } from '../module/active-modules';
import type { ReadView } from '../module/definition/stores';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { heldBy, sharedSpacesOf } from './held';
import { KERNEL_LIMITS } from './limits';
import type { ModulePlan, PlanContext } from './module-plan';
import { idOf, type Renewal } from './renewal';
import { undeclaredLock } from './take-over';
import { unbroken } from './unbroken';

/**
 * For a node: whether this software can run what a plan leads to.
 * @throws Refusal SLOT_MISMATCH, MODULE_NOT_AVAILABLE, ASSETS_NEEDED {module}, PARAMS_INVALID, MODULE_BROKE, TAKE_OVER_NOT_DECLARED, and those of ActiveModules for needs that are not met.
 */
export function refuseUnrunnable({ resolver, assets }: PlanContext, { modules, renewals }: ModulePlan): void {
  // Before anything that follows from it: two modules of one slot, say.
  for (const { from, to } of renewals) {
    const slot = resolver.find(to.name, to.version)?.slot;
    const needed = resolver.find(from.name, from.version)!.slot;
    if (slot !== undefined && slot !== needed) refuse('SLOT_MISMATCH', { module: to.name, slot, needed });
  }
  refuseWithoutAssets(unbroken(renewals[0]?.to.name ?? '', () => resolver.checkOnce(modules)), assets);
  for (const renewal of renewals) if (renewal.takesOver) refuseUndeclared(resolver, renewal);
}

/** A module that takes payments in assets would lock everybody out of a chain that keeps none. */
export function refuseWithoutAssets({ inOrder }: ActiveModules, assets: GenesisDocument['assets']): void {
  const needing = inOrder.find(({ definition }) => definition.needsAssets === true);
  if (assets === 'disabled' && needing !== undefined) refuse('ASSETS_NEEDED', { module: needing.name });
}

/**
 * Refuses OUTPUTS_HELD {module, outputs}: what belongs to nobody alone could be spent by nobody once its module is replaced, unless the successor takes it over. (What has an owner is the owner's from
 * then on.) That is what the proposal says, not the successor: so nodes that do not have it come to the same. TAKEN_OVER_TOO_OFTEN {module, spaces, spacesMax}: a set of modules has bounds. Both are
 * no part of the plan, for what is held changes with every block.
 */
export function refuseHeld(state: ReadView, { renewals }: Pick<ModulePlan, 'renewals'>): void {
  for (const { from, takesOver } of renewals) {
    const [{ shared }, { length: spaces }] = [heldBy(state, from), sharedSpacesOf(state, from)];
    if (shared > 0 && !takesOver) refuse('OUTPUTS_HELD', { module: from.name, outputs: shared });
    if (spaces > KERNEL_LIMITS.takenOverMax) refuse('TAKEN_OVER_TOO_OFTEN', { module: from.name, spaces, spacesMax: KERNEL_LIMITS.takenOverMax });
  }
}

function refuseUndeclared(resolver: PlanContext['resolver'], renewal: Renewal): void {
  const { from, to } = renewal;
  const lock = unbroken(to.name, () => undeclaredLock(resolver, renewal));
  if (lock !== undefined) refuse('TAKE_OVER_NOT_DECLARED', { module: to.name, version: to.version, from: idOf(from), lock });
}
