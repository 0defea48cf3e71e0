import type { Bytes } from '../../primitives/bytes';
import type { SimBlock } from './sim-block';
import type { LedgerBug } from './sim-ledger';
import type { EngineFactory } from './world';

/** Ways in which a planted bug, a Byzantine seat or a scenario makes a driver differ from the real one. */
export interface Habits {
  readonly sendsBeforePersist?: boolean;
  readonly forgetsLog?: boolean;
  readonly prunesEverything?: boolean;
  /** Says of every block that it is valid. */
  readonly checksNothing?: boolean;
  readonly buildsBadBlocks?: boolean;
  /** Seats that vote, but make no block when they lead. */
  readonly neverProposes?: (seat: number) => boolean;
  /** What it says to a seat in place of what its engine says; undefined: nothing. */
  readonly says?: (to: number, bytes: Bytes) => Bytes | undefined;
  readonly executes?: LedgerBug;
  /** Fewer than a block may hold: not wrong, but more blocks for the same work. */
  readonly blockTransactionsMax?: number;
  /** Messages that never reach the engine. */
  readonly ignores?: (bytes: Bytes) => boolean;
}

/** What the world sees of a node, for its invariants. */
export interface Witness {
  saw(block: SimBlock): void;
  sent(seat: number, bytes: Bytes): void;
  final(seat: number, block: SimBlock, certificate: Bytes): void;
  blamed(by: number, seat: number, evidence: Bytes): void;
  /** A final block the node cannot follow: it would stop. */
  refusedFinal(seat: number, blockId: Uint8Array): void;
}

export interface SimNodeOptions {
  readonly seat: number;
  readonly factory: EngineFactory;
  readonly habits: Habits;
  /** This machine's clock is ahead by so much at the start, and goes this much too fast (or too slow) from then on. */
  readonly clockAheadMs: number;
  readonly driftPpm: number;
  /** Its timers run at this speed (permille of the right one). */
  readonly timerPermille: number;
  readonly salt: number;
  /** Whom it reaches; a twin reaches only some. */
  readonly reaches: (seat: number) => boolean;
}
