import { Injectable } from '@nestjs/common';
import type { CommitteeView, SeatName } from '@bystack/api';
import { Chains, ChainStore, factsOf } from '../chains';
import { NodeRelay } from '../gateway';

/** A node of this organisation that runs and may speak for a validator. */
export interface OwnValidator extends SeatName {
  readonly nodeId: string;
}

/** Who sits on a chain, as a node told it, and which of these seats' nodes are this organisation's. */
export interface SeatsSeen {
  readonly committee: CommitteeView;
  /** Running nodes of validators, by number of the seat. */
  readonly own: readonly OwnValidator[];
  /** The node with a key, if it is one of ours. */
  nodeOf(nodeKey: string): string | null;
  name(seat: number): SeatName;
}

@Injectable()
export class Seats {
  constructor(
    private readonly chains: Chains,
    private readonly store: ChainStore,
    private readonly relay: NodeRelay,
  ) {}

  /** From the node that is ahead, so that whoever proposed something sees it at once. */
  async see(organisationId: string, chainId: string): Promise<SeatsSeen> {
    const committee = await this.relay.json<CommitteeView>(organisationId, chainId, { method: 'GET', path: '/committee' });
    const nodes = await this.store.nodes([chainId]);
    const ids = new Map(nodes.map(({ nodeKey, nodeId }) => [nodeKey, nodeId]));
    const running = new Set(nodes.filter((node) => factsOf(node, this.chains.heard).state === 'running').map(({ nodeId }) => nodeId));
    const nodeOf = (nodeKey: string) => ids.get(nodeKey) ?? null;
    const named = committee.chainSeats.map(({ seat, organisation, label, nodeKey, role }) => ({ seat, organisation, label, nodeId: nodeOf(nodeKey), role }));
    const own = named.filter(({ role, nodeId }) => role === 'validator' && nodeId !== null && running.has(nodeId)).map(({ role: _, ...name }) => name as OwnValidator);
    const names = new Map(named.map(({ role: _, ...name }) => [name.seat, name]));
    return { committee, own, nodeOf, name: (seat) => names.get(seat) ?? { seat, organisation: '', label: `#${seat}`, nodeId: null } };
  }
}
