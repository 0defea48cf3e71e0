import { SNAPSHOT } from '../sync';

/**
 * Whether the state at a height should be taken: blocks are better, as long as they can be had and would be kept.
 * @param gap from the newest final block here @param missing the next block, when nobody has it any more @param keepBlocks of a node that prunes
 */
export function wantsState({ gap, missing, keepBlocks }: { readonly gap: number; readonly missing: number | undefined; readonly keepBlocks: number | undefined }): boolean {
  if (gap <= 0) return false;
  return missing !== undefined || (keepBlocks !== undefined && gap >= Math.max(keepBlocks, SNAPSHOT.gapBlocksMin));
}
