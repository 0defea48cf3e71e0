import type { Bytes, Hash } from '../primitives/bytes';

/**
 * Consensus is a function: step(state, event) -> effects. An engine knows no clock, socket, disk or promise; time enters with events. The
 * driver performs the effects in order, `persist` first: nothing after a persist effect may leave the machine before the record is durable.
 * Blocks are opaque here: an id, a parent and bytes. Whether a block is valid is asked of the driver (`check`), as is making one (`build`).
 */
export type EngineEvent =
  | { readonly kind: 'started'; readonly nowMs: number }
  /** A message of the engine's own, from the committee seat that the connection was authenticated as (or -1: not a seat). */
  | { readonly kind: 'message'; readonly from: number; readonly bytes: Bytes; readonly nowMs: number }
  /** A timer this engine set has run out. */
  | { readonly kind: 'timer'; readonly name: string; readonly nowMs: number }
  /** Answer to `build`; undefined: there is nothing to build a block from now (work will be announced). */
  | { readonly kind: 'built'; readonly view: number; readonly block: BlockRef | undefined; readonly nowMs: number }
  /** Answer to `check`. A block whose parent is unknown to the driver is checked when the parent has arrived. */
  | { readonly kind: 'checked'; readonly blockId: Hash; readonly valid: boolean; readonly nowMs: number }
  /** The driver holds an admitted, gossiped transaction that is in no final block yet, or no longer holds any. */
  | { readonly kind: 'work'; readonly waiting: boolean; readonly nowMs: number }
  /** Sync brought a final block and its certificate (checked by the driver against the committee). */
  | { readonly kind: 'advanced'; readonly block: BlockRef; readonly certificate: Bytes; readonly nowMs: number };

export interface BlockRef {
  readonly id: Hash;
  readonly parentId: Hash;
  readonly height: number;
  readonly view: number;
  readonly timeMs: number;
  /** Encoded block; travels in proposals. */
  readonly bytes: Bytes;
}

export type EngineEffect =
  /** Append to the engine's durable log before any later effect of this step is performed. */
  | { readonly kind: 'persist'; readonly record: Bytes }
  | { readonly kind: 'send'; readonly to: number | 'all'; readonly bytes: Bytes }
  | { readonly kind: 'set-timer'; readonly name: string; readonly afterMs: number }
  | { readonly kind: 'cancel-timer'; readonly name: string }
  /** Make a block for `view` on top of `parentId`; if `heartbeat`, also when it would be empty. */
  | { readonly kind: 'build'; readonly view: number; readonly parentId: Hash; readonly heartbeat: boolean }
  | { readonly kind: 'check'; readonly block: BlockRef }
  /** The newest block this node would build on. */
  | { readonly kind: 'head'; readonly blockId: Hash }
  /** This block, and with it every ancestor, can never be undone. `certificate` is encoded and is the block's own. */
  | { readonly kind: 'final'; readonly blockId: Hash; readonly certificate: Bytes }
  /** The engine saw proof of a final block it does not have: the driver should sync towards it. */
  | { readonly kind: 'behind'; readonly blockId: Hash; readonly view: number }
  /** Proof that a seat misbehaved: two contradicting signed votes. */
  | { readonly kind: 'blame'; readonly seat: number; readonly evidence: Bytes };

export interface Engine {
  step(event: EngineEvent): readonly EngineEffect[];
  /** What an operator sees: small, JSON-safe. */
  status(): { readonly view: number; readonly leader: number; readonly finalHeight: number; readonly headHeight: number };
}
