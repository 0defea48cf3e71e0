import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import type { DesiredNode, ObservedNode, PeerAddress } from '@bystack/api';
import { Database } from '../../platform/db';
import { Agents, type NodeKeeper } from '../hosts';
import { ChainStore } from './chain-store';
import { CHAIN_LIMITS } from './limits';
import { Observations } from './observations';
import { ChainRow, NodeRow } from './rows';
import { Watch } from './watch';

/** Between rows and agents: what each host should run, and what it says it runs. */
@Injectable()
export class NodeKeeping implements NodeKeeper, OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly store: ChainStore,
    private readonly agents: Agents,
    private readonly observations: Observations,
    private readonly watch: Watch,
  ) {}

  onModuleInit(): void {
    this.agents.serve(this);
  }

  count(hostId: string): Promise<number> {
    return this.database.manager.countBy(NodeRow, { hostId });
  }

  async desired(hostId: string, genesisSent: Set<string>): Promise<DesiredNode[]> {
    const mine = await this.store.onHost(hostId);
    const chainIds = [...new Set(mine.map(({ chainId }) => chainId))];
    const all = await this.store.nodes(chainIds);
    const genesis = await this.#genesisOf(chainIds.filter((chainId) => !genesisSent.has(chainId)));
    return mine.map((node) => {
      const carried = genesisSent.has(node.chainId) ? '' : (genesis.get(node.chainId) ?? '');
      genesisSent.add(node.chainId);
      return desiredOf(node, all, carried);
    });
  }

  async observed(hostId: string, nodes: readonly ObservedNode[], complete: boolean): Promise<void> {
    if (complete) await this.#countUnlisted(hostId, nodes);
    for (const chainId of await this.observations.record(hostId, nodes, complete)) await this.watch.heard(chainId);
  }

  /** Left over from a life of the database that was lost: shown with the host, never touched. */
  async #countUnlisted(hostId: string, nodes: readonly ObservedNode[]): Promise<void> {
    const known = new Set((await this.store.onHost(hostId)).map(({ nodeId }) => nodeId));
    const connection = this.agents.connection(hostId);
    if (connection) connection.unlisted = nodes.filter(({ nodeId, state }) => state !== 'absent' && !known.has(nodeId)).length;
  }

  async #genesisOf(chainIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.manager.find(ChainRow, {
      where: { chainId: In([...chainIds]) },
      select: { chainId: true, genesis: true },
    });
    return new Map(rows.map((row) => [row.chainId, row.genesis.toString('base64')]));
  }
}

function desiredOf(node: NodeRow, all: readonly NodeRow[], genesis: string): DesiredNode {
  const { nodeId, chainId, wish, removeVolume, nodeKey, votingKey, softwareVersion, joins, keepBlocks, generation } = node;
  const others = all.filter((other) => other.chainId === chainId && other.nodeId !== nodeId && other.wish !== 'absent');
  const peers = others.map((other): PeerAddress => ({ nodeKey: other.nodeKey, address: other.address }));
  return {
    nodeId,
    chainId,
    wish,
    removeVolume,
    nodeKey,
    votingKey,
    softwareVersion,
    ...(joins && { joins: true as const }),
    genesis,
    peers,
    limits: CHAIN_LIMITS.node,
    ...(keepBlocks !== null && { keepBlocks }),
    generation,
  };
}
