import type { Words } from '../json';
import type { PackageKept } from '../node-rpc';
import type { SlotChoice, SlotName } from '../templates';

/**
 *   GET    /chains/:chainId/modules                       → ChainModulesView: read from a node
 */
export interface ChainModulesView {
  /** Number of the set in force; 0: what the chain was founded with. */
  readonly set: number;
  /** Height of the first block of every set, by number. */
  readonly firstHeights: readonly number[];
  /** The change that is approved and has not taken effect: after block `lastHeight` at the earliest. */
  readonly due: { readonly change: number; readonly lastHeight: number } | null;
  /** How many entries were carried over for it, the first of them in block `firstHeight`. */
  readonly migrating: { readonly entries: number; readonly firstHeight: number; readonly isDone: boolean } | null;
  /** In running order. */
  readonly modules: readonly ModuleInSlot[];
  /** In the order of their publication; what the chain was founded with is among them once it was replaced. */
  readonly kept: readonly PackageKept[];
}
export interface ModuleInSlot extends SlotChoice {
  /** Null: this installation does not know the module. */
  readonly slot: SlotName | null;
  readonly title: Words;
  readonly summary: Words;
  /** Names of spaces of modules before it in which outputs lie that it took over; left out: none. */
  readonly takenOver?: readonly string[];
}
