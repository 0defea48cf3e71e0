import type { Bytes } from '../primitives/bytes';

const LEAST = 0.75;
const SPAN = 0.5;

/**
 * Nodes of one chain write the same bytes and would do what is done once so many were written (LevelDB's merging, a checkpoint, a new segment) in the same moment,
 * and then no quorum is left that is free to go on. So each does it after 0.75 to 1.25 times as many.
 *
 * @param nodeKey of the node; undefined: exactly as many
 */
export function outOfStep(amount: number, nodeKey: Bytes | undefined): number {
  return nodeKey === undefined ? amount : Math.round(amount * (LEAST + (SPAN * nodeKey[0]!) / 256));
}
