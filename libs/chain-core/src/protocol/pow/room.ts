import { LIMITS } from '../limits';
import type { Depth } from './buried';

/**
 * How long a block may be, encoded: "Room" in consensus/pow/protocol.md.
 * @param open blocks of its branch, its parent included, that are not final by the work on them in that branch
 * @param blockBytesMax what genesis allows
 */
export function roomFor(open: number, { finalDepth }: Depth, blockBytesMax: number): number {
  return open < 2 * finalDepth ? blockBytesMax : Math.min(blockBytesMax, LIMITS.crowdedBlockBytesMax);
}
