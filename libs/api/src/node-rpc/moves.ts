import type { JsonObject } from '../json';

/** Who can spend an output, or what becomes of it. */
export type HolderView =
  | { readonly kind: 'keys'; readonly threshold: number; readonly keys: readonly string[]; readonly notBeforeMs?: number }
  /** Locked to a module: under which of its locks, and whose it is, where that can be read. */
  | { readonly kind: 'module'; readonly module: string; readonly lock?: string; readonly owner?: string }
  /** Taken out of the world. */
  | { readonly kind: 'retire' }
  /** Where it comes from when nobody had it before: it is issued. */
  | { readonly kind: 'issue' };
/** What one holder has less (`gives`) or more (`gets`) of an asset afterwards; one of the two is 0. `back`: what else was spent only to come back, as change. */
export interface MoveView {
  readonly assetId: string;
  readonly who: HolderView;
  readonly gives: string;
  readonly gets: string;
  readonly back: string;
}
export interface Moved {
  readonly moves: readonly MoveView[];
  /** How many outputs are spent that this node did not find (it forgot the block, it is none of the newest, or there are too many to look up): who gives them is not among the moves, and what somebody gets may be their own change. */
  readonly unknown: number;
}
/** What one call of a module, or its hook at the end of a block, did to outputs. Of the module `kernel`: in a block rewards, and what genesis gave; in a transaction what its open inputs got. */
export interface EffectView extends Moved {
  readonly module: string;
  readonly spent: readonly { readonly txId: string; readonly index: number }[];
  readonly created: readonly JsonObject[];
}
