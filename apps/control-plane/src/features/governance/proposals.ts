import { Injectable } from '@nestjs/common';
import type { ProposalView, ProposedChange } from '@bystack/api';
import { kernelError } from './kernel-words';
import { GOVERNANCE_LIMITS } from './limits';
import { Outlooks } from './outlooks';
import { proposalView, stateOf } from './proposal-view';
import { Seats, type SeatsSeen } from './seats';

/** What waits for a decision on a chain, read from its nodes. */
@Injectable()
export class Proposals {
  constructor(
    private readonly seats: Seats,
    private readonly outlooks: Outlooks,
  ) {}

  /** Oldest first. */
  async list(organisationId: string, chainId: string): Promise<ProposalView[]> {
    const seen = await this.seats.see(organisationId, chainId);
    const nowMs = Date.now();
    const asked = seen.committee.changes.filter((change) => stateOf(change, nowMs) === 'open').slice(0, GOVERNANCE_LIMITS.outlooksMax);
    const outlooks = new Map(await Promise.all(asked.map(async (change) => [change.id, await this.outlooks.ofProposal(organisationId, chainId, change)] as const)));
    return seen.committee.changes.map((change) => proposalView(change, seen, outlooks.get(change.id) ?? null, nowMs));
  }

  /** Null: it waits no more. */
  async find(organisationId: string, chainId: string, id: number): Promise<ProposalView | null> {
    return (await this.list(organisationId, chainId)).find((proposal) => proposal.id === id) ?? null;
  }

  /** As the chain has it, with everybody who could speak about it. */
  async open(organisationId: string, chainId: string, id: number): Promise<{ readonly change: ProposedChange; readonly seen: SeatsSeen }> {
    const seen = await this.seats.see(organisationId, chainId);
    const change = seen.committee.changes.find((one) => one.id === id);
    if (!change) throw kernelError({ code: 'NO_SUCH_CHANGE', facts: { change: id } });
    return { change, seen };
  }
}
