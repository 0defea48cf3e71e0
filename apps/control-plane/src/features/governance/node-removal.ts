import { Injectable } from '@nestjs/common';
import type { Operation } from '@bystack/api';
import type { Actor } from '../../platform/auth';
import { fail } from '../../platform/errors';
import { ChainStore, ChainWishes } from '../chains';
import { Seats } from './seats';

/** Takes nodes away that have no seat. What the chain says about seats counts, not what we remember. */
@Injectable()
export class NodeRemoval {
  constructor(
    private readonly seats: Seats,
    private readonly store: ChainStore,
    private readonly wishes: ChainWishes,
  ) {}

  async remove(by: Actor, chainId: string, nodeId: string): Promise<Operation> {
    const { nodeKey } = await this.store.node(by.organisationId, chainId, nodeId);
    const { committee } = await this.seats.see(by.organisationId, chainId);
    const seat = [...committee.chainSeats, ...committee.seats].find((one) => one.nodeKey === nodeKey);
    if (seat) fail('NODE_HAS_SEAT', { facts: { label: seat.label } });
    const nowMs = Date.now();
    const proposal = committee.changes.find(({ newcomers, expiresAtMs, lastHeight }) => newcomers.includes(nodeKey) && (lastHeight > 0 || nowMs <= expiresAtMs));
    if (proposal) fail('NODE_IS_PROPOSED', { facts: { proposal: proposal.id } });
    return this.wishes.removeNode(by, chainId, nodeId);
  }
}
