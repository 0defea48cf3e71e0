import { equalBytes } from '../primitives/bytes';
import type { BlockHeader } from './block';
import { ZERO_HASH } from './ids';

/** What of a header says where epochs meet. */
type EpochFields = Pick<BlockHeader, 'epoch' | 'committeeHash' | 'nextCommitteeHash'>;

/** Whether the committee that certifies this block hands over to another one: nothing of its epoch follows it. A committee's hash covers its epoch. */
export function endsEpoch(header: EpochFields): boolean {
  return !equalBytes(header.committeeHash, header.nextCommitteeHash);
}

/** The epoch of a block that stands on this one. */
export function epochAfter(header: EpochFields): number {
  return header.epoch + (endsEpoch(header) ? 1 : 0);
}

/**
 * Whether this is a *closing* header: no block of the chain, but what the old committee agrees on to make the last block of its epoch final when that
 * block's own view was given up. No block has such roots. See "Epochs" in consensus/bft/epochs.md.
 */
export function isClosing(header: Pick<BlockHeader, 'transactionsRoot' | 'resultsRoot'>): boolean {
  return equalBytes(header.transactionsRoot, ZERO_HASH) && equalBytes(header.resultsRoot, ZERO_HASH);
}
