import type { Words } from '../json';
import type { SeenBefore } from '../node-rpc';

/**
 * Starting a chain again whose every node's folder was put back from an older copy (docs/runbooks/every-node-restored.md).
 *
 *   GET    /chains/:chainId/recovery      → ChainRecoveryView: what was seen, and what is lost if it starts again
 *   POST   /chains/:chainId/recovery      StartRecovery → 202 Operation (chain.recover). Refused while a validator is heard of that remembers
 */
export interface StartRecovery {
  /** The exact name of the chain. */
  readonly confirmName: string;
  /** The block it goes on from, as it was shown: refused when another one is the newest by now. */
  readonly fromHeight: number;
}

/**
 * `none`: no validator says that it has less than it was seen with. `waits`: some do, but another remembers, or too few are heard of. `possible`: those that are
 * heard of have all forgotten, and are enough. `running`: it is under way.
 */
export type RecoveryState = 'none' | 'waits' | 'possible' | 'running';

export interface ChainRecoveryView {
  readonly state: RecoveryState;
  /** What was seen, in words. */
  readonly words: Words;
  readonly epoch: number;
  /** Validators that must take part. */
  readonly needed: number;
  /** The newest final block that a validator has now; null: none says. */
  readonly fromHeight: number | null;
  /** Blocks that were final and that no validator heard of has any more; null: none is known of. */
  readonly lost: LostBlocks | null;
  readonly validators: readonly RecoveringValidator[];
  /** The operation that is under way. */
  readonly operationId: string | null;
  /** Newest first. */
  readonly past: readonly PastRecovery[];
}
export interface LostBlocks {
  readonly firstHeight: number;
  readonly lastHeight: number;
  /** Time of the newest block that is left, and of the last one that is lost. */
  readonly sinceMs: number;
  readonly untilMs: number;
}
export interface RecoveringValidator {
  readonly nodeId: string;
  /** Number of the node on the chain. */
  readonly seat: number;
  readonly hostName: string;
  /** Whether it runs and is heard of: otherwise nobody knows whether it remembers. */
  readonly isHeard: boolean;
  /** Of its newest final block. */
  readonly height: number | null;
  /** What it was seen with and has no more. */
  readonly seenBefore: SeenBefore | null;
  readonly isPrepared: boolean;
}
/** The chain was started again. */
export interface PastRecovery {
  readonly operationId: string;
  readonly startedAtMs: number;
  /** The epoch that ended. */
  readonly epoch: number;
  readonly fromHeight: number;
  readonly lost: LostBlocks | null;
}
