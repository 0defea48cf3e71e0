import { sumOf } from '../codec/sum';
import { decodeHeld, sharedKey, type Held } from '../ledger/held-outputs';
import { spaceName, type ModuleInForce, type TakenOver } from '../module/active-module';
import type { ReadView } from '../module/definition/stores';
import { toHex, utf8 } from '../primitives/bytes';
import { KERNEL_LIMITS } from './limits';

/** So much of an asset: hex, decimal. */
export interface AmountOf {
  readonly assetId: string;
  readonly amount: string;
}

/** Unspent outputs that are locked to a module in force, or that it took over from those before it. */
export function heldBy(state: ReadView, module: ModuleInForce): Held {
  const { owned } = heldIn(state, spaceName(module));
  return { owned, shared: sharedSpacesOf(state, module).reduce((sum, { space }) => sum + heldIn(state, space).shared, 0) };
}

/** Where outputs without an owner lie that are the module's: in its own space, and in those it took over and has not emptied. */
export function sharedSpacesOf(state: ReadView, module: ModuleInForce): readonly (Pick<TakenOver, 'space'> & Partial<TakenOver>)[] {
  return [{ space: spaceName(module) }, ...(module.takenOver ?? [])].filter(({ space }) => heldIn(state, space).shared > 0);
}

/** How much of which asset that is, in ascending order of assets: the first so many of them. */
export function sharedAmountsOf(state: ReadView, module: ModuleInForce): { readonly assets: readonly AmountOf[]; readonly areAll: boolean } {
  const sums = new Map<string, bigint>();
  for (const { assetId, amount } of sharedSpacesOf(state, module).flatMap(({ space }) => amountsIn(state, space))) sums.set(assetId, (sums.get(assetId) ?? 0n) + amount);
  const all = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([assetId, amount]) => ({ assetId, amount: String(amount) }));
  return { assets: all.slice(0, KERNEL_LIMITS.takenOverAssetsMax), areAll: all.length <= KERNEL_LIMITS.takenOverAssetsMax };
}

function heldIn(state: ReadView, space: string): Held {
  return decodeHeld(state.get('held', utf8(space)));
}

/** One more than are shown. */
function amountsIn(state: ReadView, space: string): readonly { readonly assetId: string; readonly amount: bigint }[] {
  const from = sharedKey(space);
  const to = Uint8Array.from([...from.subarray(0, -1), from.at(-1)! + 1]); // Names are ASCII.
  const entries = state.range('shared', { from, to, limit: KERNEL_LIMITS.takenOverAssetsMax + 1 });
  return entries.map(({ key, value }) => ({ assetId: toHex(key.subarray(from.length)), amount: sumOf(value) }));
}
