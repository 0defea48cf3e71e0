/** How far starting a chain again has come, as one node sees it. */
export interface RecoveryView {
  readonly epoch: number;
  /** Whether it was confirmed on this node: it gives no vote of this epoch any more. */
  readonly isPrepared: boolean;
  /** Seats that must be prepared and stand on the same block. */
  readonly needed: number;
  readonly seats: readonly { readonly place: number; readonly nodeKey: string; readonly isPrepared: boolean; readonly height: number | null }[];
}

/** The newest final block that a node was seen with, as its agent remembers it, and the epoch that it took part in then. */
export interface SeenBefore {
  readonly epoch: number;
  readonly height: number;
  readonly timeMs: number;
}
/** Why a node gives no vote, or none before others have told it what it signed. */
export interface RecoveryStatus {
  /** It was confirmed on this node that the chain is to start again: it gives no vote of this epoch any more. */
  readonly isPrepared: boolean;
  /** Seats that must take part in starting again. */
  readonly needed: number;
  /** What it was seen with and has no more: its folder was put back from an older copy. */
  readonly seenBefore?: SeenBefore;
}
