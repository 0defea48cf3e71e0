import type { PowParameters } from '../protocol/genesis';
import type { BlockTree } from './block-tree';

/** How far a transaction is from final on a chain where depth decides: nobody can say when, only at which pace blocks came lately. */
export interface Burial {
  /** Blocks that stand on its block in the best branch, which may still change; undefined: no block holds it. */
  readonly depth: number | undefined;
  readonly finalDepth: number;
  /** Until it lies deep enough, if blocks go on coming as the newest ones did. */
  readonly estimateMs: number;
}

/** Fewer blocks than this say little about a pace. */
const PACE_BLOCKS = 4;

/** @param height of its block; undefined: no block holds it */
export function burialOf(height: number | undefined, { finalDepth, targetSpacingMs }: PowParameters, { final, head }: Pick<BlockTree, 'final' | 'head'>): Burial {
  const depth = height === undefined ? undefined : head.height - height;
  const missing = Math.max(0, finalDepth - (depth ?? -1));
  const blocks = head.height - final.height;
  const spacingMs = blocks < PACE_BLOCKS ? targetSpacingMs : Math.max(0, head.block.header.timeMs - final.block.header.timeMs) / blocks;
  return { depth, finalDepth, estimateMs: Math.round(missing * spacingMs) };
}
