import type { NodeView, ObservedNode } from '@bystack/api';
import type { NewestBlock, NodeFacts } from './chain-facts';
import type { NodeRow } from './rows';

/** Whether what was last heard of a host's nodes still counts: its agent is connected and has told us everything it has. */
export type IsHeard = (hostId: string) => boolean;

export function factsOf(row: NodeRow, heard: IsHeard): NodeFacts {
  const state = heard(row.hostId) && row.observed ? row.observed.state : 'unknown';
  const status = row.observed?.status ?? row.observed?.lastStatus;
  return {
    wish: row.wish,
    state,
    finalHeight: status?.finalHeight ?? null,
    finalTimeMs: status?.finalTimeMs ?? null,
    peersConnected: state === 'running' ? (status?.peersConnected ?? null) : null,
    committee: status?.committee ?? null,
    recovery: state === 'running' ? (row.observed?.status?.recovery ?? null) : null,
    joins: row.joins,
    startedAtMs: state === 'running' ? (row.observed?.startedAtMs ?? null) : null,
    miningThreads: state === 'running' ? (row.observed?.status?.competition?.threads ?? null) : null,
    hashesPerSecond: state === 'running' ? (row.observed?.status?.competition?.hashesPerSecond ?? null) : null,
    newestBlock: status ? newestBlockOf(status) : null,
  };
}

function newestBlockOf({ headHeight, competition }: NonNullable<ObservedNode['status']>): NewestBlock | null {
  const timeMs = competition?.headTimeMs;
  return timeMs === undefined ? null : { height: headHeight, timeMs, nextWork: Number(competition!.work) };
}

export function nodeView(row: NodeRow, hostName: string, heard: IsHeard): NodeView {
  const { observed } = row;
  const { state, finalHeight, finalTimeMs, peersConnected, committee } = factsOf(row, heard);
  return {
    nodeId: row.nodeId,
    chainId: row.chainId,
    seat: row.seat,
    hostId: row.hostId,
    hostName,
    wish: row.wish,
    state,
    observedAtMs: row.observedAtMs,
    address: row.address,
    headHeight: (observed?.status ?? observed?.lastStatus)?.headHeight ?? null,
    finalHeight,
    finalTimeMs,
    peersConnected,
    peersKnown: observed?.status?.peersKnown ?? null,
    rssBytes: observed?.status?.rssBytes ?? null,
    competition: state === 'running' ? (observed?.status?.competition ?? null) : null,
    restarts: observed?.restarts ?? 0,
    problem: problemOf(observed),
    nodeKey: row.nodeKey,
    votes: committee === null ? null : committee.place !== null,
    ...(row.keepBlocks !== null && { keepBlocks: row.keepBlocks }),
  };
}

function problemOf(observed: NodeRow['observed']): NodeView['problem'] {
  if (observed?.problem) return observed.problem;
  return observed?.status?.trouble ? { code: 'NODE_TROUBLE', detail: observed.status.trouble } : null;
}
