import type { NodeState } from '../agent';
import type { CompetitionStatus } from '../node-rpc';

export interface AddNode {
  /** Left out: whichever connected host has most room. */
  readonly hostId?: string;
}

export interface SetMining {
  readonly threads: number;
}

export interface Rejoin {
  /** The last block that both branches have, as `competition.split` of the node shows it: what is above is forgotten. */
  readonly forkHeight: number;
}

export interface NodeView {
  readonly nodeId: string;
  readonly chainId: string;
  /** Counts from 0. */
  readonly seat: number;
  readonly hostId: string;
  readonly hostName: string;
  readonly wish: 'running' | 'stopped' | 'absent';
  readonly state: NodeState | 'unknown';
  readonly observedAtMs: number | null;
  readonly address: string | null;
  readonly headHeight: number | null;
  readonly finalHeight: number | null;
  readonly finalTimeMs: number | null;
  readonly peersConnected: number | null;
  readonly peersKnown: number | null;
  readonly rssBytes: number | null;
  /** On chains of open competition, while it runs and says so. */
  readonly competition: CompetitionStatus | null;
  readonly restarts: number;
  readonly problem: { readonly code: string; readonly detail: string } | null;
  readonly nodeKey: string;
  /** Whether it votes in the newest committee that it knows of; null: it has not said, or nobody votes. */
  readonly votes: boolean | null;
  /** A pruned node: so many newest blocks have their transactions there. Left out: an archive node. */
  readonly keepBlocks?: number;
}
