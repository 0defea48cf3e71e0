import type { BlockHeader } from '../../protocol/block';
import { epochAfter } from '../../protocol/epoch';

/** The newest final block that a node was ever seen with, as somebody remembers it whose memory is not part of the node's folder. */
export interface SeenBefore {
  /** The epoch that the node took part in then. */
  readonly epoch: number;
  readonly height: number;
  readonly timeMs: number;
}

/** Whether a node has less than it was seen with: then its folder was put back from a copy, and its vote log is as old. In a later epoch its old votes count for nothing. */
export function hasLess(final: BlockHeader, seen: SeenBefore): boolean {
  const epoch = epochAfter(final);
  return epoch === seen.epoch ? final.height < seen.height : epoch < seen.epoch;
}
