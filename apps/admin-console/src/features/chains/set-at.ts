import type { ChainModulesView } from '@bystack/api';

/** Number of the set of modules that a block was made under. */
export function setAt({ firstHeights }: Pick<ChainModulesView, 'firstHeights'>, height: number): number {
  return Math.max(0, firstHeights.findLastIndex((first) => first <= height));
}

/** Blocks that were made under a set; `to` undefined: it is in force. */
export function blocksUnder({ firstHeights }: Pick<ChainModulesView, 'firstHeights'>, set: number): { readonly from: number; readonly to: number | undefined } {
  const next = firstHeights[set + 1];
  return { from: firstHeights[set] ?? 1, to: next === undefined ? undefined : next - 1 };
}
