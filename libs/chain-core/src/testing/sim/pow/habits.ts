import type { PowRules } from '../../../consensus/pow/rules';
import type { Bytes } from '../../../primitives/bytes';
import type { SyncHabits } from './pow-sync';

/** How a node differs from an honest one; of honest ones only clock, hash rate, and what they keep. */
export interface PowHabits {
  readonly rules?: PowRules;
  readonly clockAheadMs?: number;
  /** Block times it writes, by the height of its head, after genesis. */
  readonly timeMsAt?: (headHeight: number) => number;
  /** Takes this work for each block, whatever the bits say. */
  readonly searchWork?: number;
  /** A planted bug: transactions leave the mempool when the head has them, and do not come back. */
  readonly forgetsAtHead?: boolean;
  /** What becomes of a message on its way out: other messages, or none. */
  readonly outgoing?: (to: number | 'all', bytes: Bytes) => readonly { readonly to: number | 'all'; readonly bytes: Bytes }[];
  /** It gives whole states, and takes one when blocks cannot be had; left out: it knows nothing of that. */
  readonly sync?: SyncHabits;
  /** A planted bug: let to follow the others, it keeps the blocks that it had. */
  readonly forgetsNothing?: boolean;
}
