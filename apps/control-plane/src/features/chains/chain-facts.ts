import type { CommitteeSeen, NodeState, NodeWish, RecoveryStatus } from '@bystack/api';

/** What the words are computed from: wishes, and what agents observed. */
export interface NodeFacts {
  readonly wish: NodeWish;
  /** `unknown` when nothing fresh was heard of it. */
  readonly state: NodeState | 'unknown';
  readonly finalHeight: number | null;
  readonly finalTimeMs: number | null;
  readonly peersConnected: number | null;
  /** The committee as it last said; null: it never did. */
  readonly committee: CommitteeSeen | null;
  /** Why it gives no vote, as it says now; null: it does, or does not run. */
  readonly recovery: RecoveryStatus | null;
  /** It was not founded with the chain: until it says that it votes, it does not. */
  readonly joins: boolean;
  /** When its program began to run, by its host's clock; null when it does not run or nobody said. */
  readonly startedAtMs: number | null;
  /** On chains of open competition: threads that mine there, and how fast; null when nobody said. */
  readonly miningThreads: number | null;
  readonly hashesPerSecond: number | null;
  /** The newest block that it has, and the hashes that the next one takes on average. */
  readonly newestBlock: NewestBlock | null;
}

/** On chains of open competition: a block that may not be final yet. */
export interface NewestBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly nextWork: number;
}

export interface ChainFacts {
  readonly wish: NodeWish;
  readonly failed: boolean;
  readonly creating: boolean;
  readonly nodes: readonly NodeFacts[];
  readonly heartbeatMs: number;
  /** On chains of open competition: how far apart blocks are meant to be, and how many must stand on one. null: a committee decides. */
  readonly pace: { readonly spacingMs: number; readonly finalDepth: number } | null;
  readonly nowMs: number;
}

/** Seats of the newest committee that any node knows of; as many as were founded until one has said. */
export function validatorsSeen(nodes: readonly NodeFacts[]): number {
  const newest = nodes.flatMap(({ committee }) => committee ?? []).reduce<CommitteeSeen | undefined>((best, one) => (best && best.epoch >= one.epoch ? best : one), undefined);
  return newest?.seats ?? nodes.filter(({ joins }) => !joins).length;
}

/** Whether blocks need this node: it has a place in the committee that it knows of. */
export function isVoter({ committee, joins }: NodeFacts): boolean {
  return committee === null ? !joins : committee.place !== null;
}

/** Validators heard of that have less than they were seen with, or have given up their votes. */
export function validatorsThatForgot(nodes: readonly NodeFacts[]): number {
  return nodes.filter((node) => isVoter(node) && node.recovery !== null).length;
}

/** Since when enough run, so that a chain just started again is given its time; one that keeps falling over does not put that off. */
export function enoughSinceMs(nodes: readonly NodeFacts[], quorum: number): number {
  const starts = nodes.filter((node) => node.state === 'running' && isVoter(node)).map(({ startedAtMs }) => startedAtMs ?? 0);
  return starts.sort((a, b) => a - b)[quorum - 1] ?? 0;
}
