import type { NodeStatus } from '@bystack/api';
import type { ChainNode } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';

export interface ProcessFacts {
  readonly softwareVersion: string;
  readonly startedAtMs: number;
}

export function statusView(node: ChainNode, { softwareVersion, startedAtMs }: ProcessFacts): NodeStatus {
  const { final, trouble, competition, seat, transactionsFinal: _, ...status } = node.status();
  return {
    chainId: toHex(node.chainId),
    name: node.genesis.name,
    softwareVersion,
    seat: seat ?? null,
    startedAtMs,
    ...status,
    finalBlockId: toHex(final.id),
    finalTimeMs: final.header.timeMs,
    rssBytes: process.memoryUsage.rss(),
    ...(competition !== undefined && { competition: competitionView(competition, node) }),
    ...(trouble !== undefined && { trouble }),
  };
}

type Competition = NonNullable<ReturnType<ChainNode['status']>['competition']>;

function competitionView({ threads, threadsMax, hashesPerSecond, work, headTimeMs, bestHeight, split }: Competition, { genesis }: ChainNode): NonNullable<NodeStatus['competition']> {
  const { consensus } = genesis;
  const finalDepth = consensus.engine === 'pow' ? consensus.finalDepth : 0;
  return { threads, threadsMax, hashesPerSecond, work: String(work), headTimeMs, bestHeight, finalDepth, ...(split && { split }) };
}
