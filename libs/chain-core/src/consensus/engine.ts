import type { Bytes, Hash } from '../primitives/bytes';

/**
 * Consensus is a function: step(state, event) -> effects. An engine knows no clock, socket, disk or promise; time enters with events. The
 * driver performs the effects in order, `persist` first: nothing after a persist effect may leave the machine before the record is durable.
 * Blocks are opaque here: an id, a parent and bytes. Whether a block is valid is asked of the driver (`check`), as is making one (`build`).
 */
export type EngineEvent =
  | { readonly kind: 'started'; readonly nowMs: number }
  /**
   * A message of the engine's own, from the committee seat that the connection was authenticated as (or -1: not a seat). `pow` knows no
   * seats: there, and in `connected`, it is the number that the driver gave the peer's session.
   */
  | { readonly kind: 'message'; readonly from: number; readonly bytes: Bytes; readonly nowMs: number }
  /** A connection to that seat was (re-)established: the engine tells it where it stands, so that whoever is behind catches up at once. */
  | { readonly kind: 'connected'; readonly seat: number; readonly nowMs: number }
  /** `pow` only: that session is over; its number does not come again. */
  | { readonly kind: 'disconnected'; readonly seat: number; readonly nowMs: number }
  /** A timer this engine set has run out. */
  | { readonly kind: 'timer'; readonly name: string; readonly nowMs: number }
  /** Answer to `build`; undefined: there is nothing to build a block from now (work will be announced). */
  | { readonly kind: 'built'; readonly view: number; readonly block: BlockRef | undefined; readonly nowMs: number }
  /** Answer to `check`. A block whose parent is unknown to the driver is checked when the parent has arrived. */
  | { readonly kind: 'checked'; readonly blockId: Hash; readonly valid: boolean; readonly nowMs: number }
  /**
   * The driver holds an admitted, gossiped transaction that is in no final block yet, or no longer holds any. May be repeated; `waiting: true`
   * must be repeated when a transaction is admitted after a `built` without a block.
   */
  | { readonly kind: 'work'; readonly waiting: boolean; readonly nowMs: number }
  /**
   * Sync brought a final block, already applied by the driver. `certificate` is the block's own finalise certificate or that of a descendant,
   * checked by the driver against the committee. One event for the last block of a batch is enough; `blocks` are all of the batch, oldest first.
   */
  | { readonly kind: 'advanced'; readonly block: BlockRef; readonly blocks: readonly BlockPlace[]; readonly certificate: Bytes; readonly nowMs: number }
  /** `pow` only: that session's node has no bodies of blocks below this height any more. */
  | { readonly kind: 'kept-from'; readonly seat: number; readonly height: number; readonly nowMs: number }
  /** `pow` only: a whole state is being fetched (or no longer): bodies are of no use meanwhile. */
  | { readonly kind: 'hold'; readonly on: boolean; readonly nowMs: number }
  /** `pow` only: whether this node is to mine. */
  | { readonly kind: 'mining'; readonly on: boolean; readonly nowMs: number }
  /** `pow` only: a nonce for the job of a `mine` effect was found. */
  | { readonly kind: 'mined'; readonly job: number; readonly nonce: number; readonly nowMs: number };

/** Where a block stands, and whose it is. */
export interface BlockPlace {
  readonly height: number;
  readonly view: number;
  /** Seat that proposed it. */
  readonly proposer: number;
}

export interface BlockRef extends BlockPlace {
  readonly id: Hash;
  readonly parentId: Hash;
  readonly timeMs: number;
  /** Encoded block; travels in proposals. */
  readonly bytes: Bytes;
}

/** What a block of a chain of proof of work must be. */
export interface WorkWanted {
  readonly bits: number;
  readonly bytesMax: number;
}

export type EngineEffect =
  /**
   * Append to the engine's durable log before any later effect of this step is performed. Persist effects come first in a step, so that one
   * sync covers them all. `view` says when the record may go: see `prune`.
   */
  | { readonly kind: 'persist'; readonly view: number; readonly record: Bytes }
  /** `all`: every other seat (and whoever else the driver lets listen). */
  | { readonly kind: 'send'; readonly to: number | 'all'; readonly bytes: Bytes }
  /** Replaces a timer of that name. One that was replaced or cancelled never comes as an event. */
  | { readonly kind: 'set-timer'; readonly name: string; readonly afterMs: number }
  | { readonly kind: 'cancel-timer'; readonly name: string }
  /** Make a block for `view` on top of `parentId`; if `heartbeat`, also when it would be empty. At most one is unanswered; a newer one replaces it. */
  | {
      readonly kind: 'build';
      readonly view: number;
      readonly parentId: Hash;
      readonly heartbeat: boolean;
      /** `pow` only: the block gets a work seal with these bits and nonce 0, and is no longer than so many bytes. */
      readonly work?: WorkWanted;
    }
  /** `pow` only: search for a nonce (the last eight bytes) that makes the hash of these 80 bytes no greater than the target. Replaces the job before. */
  | { readonly kind: 'mine'; readonly job: number; readonly preimage: Bytes; readonly target: bigint }
  | { readonly kind: 'stop-mining' }
  /**
   * Ask whether a block is valid. `certified`: a quorum has notarised it or a descendant, or this node voted for it before a restart, so that rules about the
   * voter's own clock no longer apply. A block that was found invalid without is asked about once more when it becomes certified.
   */
  | { readonly kind: 'check'; readonly block: BlockRef; readonly certified: boolean }
  /** The newest block this node would build on. */
  | { readonly kind: 'head'; readonly blockId: Hash }
  /** This block, and with it every ancestor, can never be undone. `certificate` is encoded and is the block's own. */
  | { readonly kind: 'final'; readonly blockId: Hash; readonly certificate: Bytes }
  /** The engine saw proof of a final block it does not have: the driver should sync towards it. */
  | { readonly kind: 'behind'; readonly blockId: Hash; readonly view: number }
  /** Proof that a seat misbehaved: two contradicting signed votes. */
  | { readonly kind: 'blame'; readonly seat: number; readonly evidence: Bytes }
  /** `pow` only: a peer sent what no honest peer sends: let it go. */
  | { readonly kind: 'drop'; readonly seat: number; readonly reason: string }
  /** `pow` only: others have more work on a branch that leaves this node's final chain after `height`. It is not followed; people must decide. */
  | { readonly kind: 'split'; readonly height: number; readonly blockId: Hash }
  /** `pow` only: nobody gave the body of a block when everybody was asked for it. Whether it still matters is for the engine's `lacking` to say. */
  | { readonly kind: 'lacking'; readonly height: number }
  /**
   * Log records and unfinal blocks of views up to and including `upToView` are no longer needed. Performed only after the final block
   * announced before it (in this step, or by `advanced`) is durable.
   */
  | { readonly kind: 'prune'; readonly upToView: number };

export interface Engine {
  step(event: EngineEvent): readonly EngineEffect[];
  /** What an operator sees: small, JSON-safe. */
  /** `distrusted`: seats that sent signatures which do not hold. */
  status(): { readonly view: number; readonly leader: number; readonly finalHeight: number; readonly headHeight: number; readonly distrusted?: readonly number[] };
  /** What this engine has seen of a seat's votes, for that seat's `heed`; opaque. */
  recall(seat: number): Bytes;
  /**
   * Before `started`: takes what another seat recalls of this seat's votes, so that none is contradicted although the log may be an old copy.
   * @returns the view up to which this seat therefore casts no vote (0: nothing new); undefined: no honest seat says this.
   */
  heed(recalled: Bytes): number | undefined;
}
