import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { NodeState, NodeWish, ObservedNode } from '@bystack/api';
import { Database } from '../../platform/db';
import { HostRow, Placement } from '../hosts';
import { ChainStore } from './chain-store';
import { ChainRow, NodeRow } from './rows';

/** Takes down what agents saw. */
@Injectable()
export class Observations {
  constructor(
    private readonly database: Database,
    private readonly store: ChainStore,
    private readonly placement: Placement,
  ) {}

  /** Only nodes of this host are looked at, whatever the agent lists. @returns the chains something was heard of. */
  record(hostId: string, nodes: readonly ObservedNode[], complete: boolean): Promise<string[]> {
    return this.database.transaction(async () => {
      const host = await this.database.manager.findOneByOrFail(HostRow, { id: hostId });
      const rows = await this.store.onHost(hostId);
      const seen = new Map(nodes.map((node) => [node.nodeId, node]));
      const unlistedIsGone = complete && host.appliedRevision >= host.desiredRevision;
      const heard = rows.flatMap((row) => {
        const node = seen.get(row.nodeId) ?? (unlistedIsGone ? missing(row) : undefined);
        return node && node.chainId === row.chainId && node.nodeKey === row.nodeKey ? [{ row, node }] : [];
      });
      await this.#adopt(heard);
      await this.#save(hostId, heard);
      await this.#moveAddresses(heard);
      await this.#dropGone(heard);
      return [...new Set(heard.map(({ row }) => row.chainId))];
    });
  }

  /** The agent knows a newer wish than we do (we were restored from a backup): its facts come first. */
  async #adopt(heard: readonly Heard[]): Promise<void> {
    const newer = heard.filter((pair) => pair.node.generation > pair.row.generation);
    for (const { row, node } of newer) {
      const wish = wishBehind(node.state);
      Object.assign(row, { wish, generation: node.generation });
      await this.database.manager.update(
        NodeRow,
        { nodeId: row.nodeId },
        { wish, generation: node.generation, removeVolume: wish === 'absent' },
      );
    }
    for (const chainId of new Set(newer.map(({ row }) => row.chainId))) await this.#adoptChain(chainId);
  }

  /** What most was asked of any of its nodes was asked of the chain. */
  async #adoptChain(chainId: string): Promise<void> {
    const wishes = (await this.store.nodes([chainId])).map(({ wish }) => wish);
    const wish = (['running', 'stopped', 'absent'] as const).find((one) => wishes.includes(one)) ?? 'absent';
    await this.database.manager.update(ChainRow, { chainId }, { wish });
  }

  async #save(hostId: string, heard: readonly Heard[]): Promise<void> {
    const values = JSON.stringify(heard.map(({ node }) => ({ node_id: node.nodeId, observed: node })));
    await this.database.manager.query(
      `UPDATE nodes SET observed_at_ms = $3, observed = CASE WHEN seen.observed ? 'status' THEN seen.observed
         ELSE seen.observed || jsonb_build_object('lastStatus', COALESCE(nodes.observed->'status', nodes.observed->'lastStatus')) END
       FROM jsonb_to_recordset($1::jsonb) AS seen(node_id text, observed jsonb) WHERE nodes.node_id = seen.node_id AND nodes.host_id = $2`,
      [values, hostId, Date.now()],
    );
  }

  /** A node may have to listen elsewhere than planned; its peers are told. */
  async #moveAddresses(heard: readonly Heard[]): Promise<void> {
    const moved = heard.filter(({ row, node }) => node.address !== undefined && node.address !== row.address);
    for (const { row, node } of moved) await this.database.manager.update(NodeRow, { nodeId: row.nodeId }, { address: node.address });
    if (moved.length === 0) return;
    const siblings = await this.store.nodes(moved.map(({ row }) => row.chainId));
    await this.placement.wishChanged(siblings.map(({ hostId }) => hostId));
  }

  /** Removal is done when it was seen, and by the wish we have now, not an older one. */
  async #dropGone(heard: readonly Heard[]): Promise<void> {
    const gone = heard.filter(({ row, node }) => row.wish === 'absent' && node.state === 'absent' && node.generation >= row.generation);
    if (gone.length === 0) return;
    await this.database.manager.delete(NodeRow, { nodeId: In(gone.map(({ row }) => row.nodeId)), wish: 'absent' });
    await this.placement.wishChanged(gone.map(({ row }) => row.hostId));
  }
}

function wishBehind(state: NodeState): NodeWish {
  if (state === 'stopped' || state === 'stopping') return 'stopped';
  return state === 'absent' || state === 'removing' ? 'absent' : 'running';
}

interface Heard {
  readonly row: NodeRow;
  readonly node: ObservedNode;
}

/** What a complete list does not name is not there. */
function missing({ nodeId, chainId, nodeKey, generation, observed }: NodeRow): ObservedNode {
  return { nodeId, chainId, nodeKey, generation, state: 'absent', restarts: observed?.restarts ?? 0, observedAtMs: Date.now() };
}
