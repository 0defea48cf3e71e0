import type { RecoveryStatus } from './recovery';

/** A node's part in an open competition. */
export interface CompetitionStatus {
  /** That mine here; 0: this node does not. */
  readonly threads: number;
  readonly threadsMax: number;
  readonly hashesPerSecond: number;
  /** Hashes that the next block takes on average; decimal. */
  readonly work: string;
  /** When the newest block here was made, by its miner's clock. Nodes of earlier versions leave it out. */
  readonly headTimeMs?: number;
  /** Of the best header known: above headHeight while blocks are fetched. */
  readonly bestHeight: number;
  /** Blocks that must stand on one before it is final, and times its own work that they must have. */
  readonly finalDepth: number;
  /** Others follow a branch of more work that leaves what is final here. */
  readonly split?: SplitView;
}

/** What a node would forget if it followed others. */
export interface SplitView {
  /** The last block that both have. */
  readonly forkHeight: number;
  /** Final blocks of this node beyond it, and the transactions in them. */
  readonly blocks: number;
  readonly transactions: number;
}

/** Versions of the chain's protocol, both included. */
export interface ProtocolRange {
  readonly min: number;
  readonly max: number;
}

export interface NodeStatus {
  readonly chainId: string;
  readonly name: string;
  readonly softwareVersion: string;
  /** Place in the present committee; null: it follows without voting. */
  readonly seat: number | null;
  readonly epoch: number;
  /** Seats in the present committee; 0 where nobody votes. */
  readonly committeeSeats: number;
  readonly startedAtMs: number;
  /** Versions of the protocol that this node runs, and the one that the next block is made by. */
  readonly protocols: ProtocolRange & { readonly inForce: number };
  readonly headHeight: number;
  readonly finalHeight: number;
  readonly finalBlockId: string;
  readonly finalTimeMs: number;
  readonly view: number;
  readonly leader: number;
  readonly peers: readonly { readonly nodeKey: string; readonly seat: number | null; readonly address: string; readonly connected: boolean; readonly finalHeight: number | null; readonly protocols: ProtocolRange | null }[];
  readonly mempool: { readonly transactions: number; readonly bytes: number };
  readonly syncing: boolean;
  /** The state of a block is being fetched instead of the blocks before it; `share` of it is here, from 0 to 1. Once all is here it is put in place: `inPlace` of it is; meanwhile nothing but this status is answered (NODE_OPENING). */
  readonly snapshot?: { readonly height: number; readonly share: number; readonly inPlace?: number };
  /** While this node gives no vote of this epoch any more, or has forgotten what it signed. */
  readonly recovery?: RecoveryStatus;
  /** On chains of open competition (proof of work). */
  readonly competition?: CompetitionStatus;
  readonly rssBytes: number;
  /** Why the node is not doing its work, in words; absent when it is. */
  readonly trouble?: string;
}
