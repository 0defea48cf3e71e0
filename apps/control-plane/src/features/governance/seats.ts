import { Injectable } from '@nestjs/common';
import type { CommitteeView, ProposedChange, SeatName } from '@bystack/api';
import { Chains, ChainStore, factsOf } from '../chains';
import { isTold, NodeRelay } from '../gateway';
import { Modules } from '../modules';
import { Organisations } from '../organisations';
import { GOVERNANCE_LIMITS } from './limits';
import type { KnownModules } from './module-words';

const isCommittee = isTold('CommitteeView');

/** A node of this organisation that runs and may speak for a validator. */
export interface OwnValidator extends SeatName {
  readonly nodeId: string;
}

/** Who sits on a chain, as a node told it, and which of these seats' nodes are this organisation's. */
export interface SeatsSeen extends KnownModules {
  readonly committee: CommitteeView;
  /** Running nodes of validators, by number of the seat. */
  readonly own: readonly OwnValidator[];
  /** The node with a key, if it is one of ours. */
  nodeOf(nodeKey: string): string | null;
  name(seat: number): SeatName;
  /** The name of an organisation; of those that are not here only the id is known. */
  organisation(id: string): string;
}

@Injectable()
export class Seats {
  constructor(
    private readonly chains: Chains,
    private readonly store: ChainStore,
    private readonly relay: NodeRelay,
    private readonly organisations: Organisations,
    private readonly modules: Modules,
  ) {}

  /** From the node that is ahead, so that whoever proposed something sees it at once. @param about from one that tells of such a proposal, if there is one */
  async see(organisationId: string, chainId: string, about?: (change: ProposedChange) => boolean): Promise<SeatsSeen> {
    const us = await this.organisations.byId(organisationId);
    const organisation = (id: string) => (id === organisationId ? us.name : id);
    const committee = await this.#committee(organisationId, chainId, about);
    const nodes = await this.store.nodes([chainId]);
    const ids = new Map(nodes.map(({ nodeKey, nodeId }) => [nodeKey, nodeId]));
    const running = new Set(nodes.filter((node) => factsOf(node, this.chains.heard).state === 'running').map(({ nodeId }) => nodeId));
    const nodeOf = (nodeKey: string) => ids.get(nodeKey) ?? null;
    const named = committee.chainSeats.map(({ seat, organisation: id, label, nodeKey, role }) => ({ seat, organisation: organisation(id), label, nodeId: nodeOf(nodeKey), role }));
    const own = named.filter(({ role, nodeId }) => role === 'validator' && nodeId !== null && running.has(nodeId)).map(({ role: _, ...name }) => name as OwnValidator);
    const names = new Map(named.map(({ role: _, ...name }) => [name.seat, name]));
    return { committee, own, nodeOf, organisation, moduleNamed: (module, version) => this.modules.moduleNamed(module, version), name: (seat) => names.get(seat) ?? { seat, organisation: '', label: `#${seat + 1}`, nodeId: null } };
  }

  /** A node that is further and tells nothing of it knows that it is over. */
  async #committee(organisationId: string, chainId: string, about?: (change: ProposedChange) => boolean): Promise<CommitteeView> {
    const request = { method: 'GET', path: '/committee' } as const;
    const first = await this.relay.json(organisationId, chainId, request, isCommittee);
    if (about === undefined || first.changes.some(about)) return first;
    const tells = (told: unknown): told is CommitteeView => isCommittee(told) && told.height >= first.height && told.changes.some(about);
    return this.relay.jsonThat(organisationId, chainId, { ...request, timeoutMs: GOVERNANCE_LIMITS.freshTimeoutMs }, tells).catch(() => first);
  }
}
