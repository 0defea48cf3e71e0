import { Injectable } from '@nestjs/common';
import type { ChangeView, ProposalView, ProposedChange } from '@bystack/api';
import { badAnswer } from '../gateway';
import { BlockPace } from './block-pace';
import { Contents } from './contents';
import { kernelError } from './kernel-words';
import { GOVERNANCE_LIMITS } from './limits';
import { Outlooks } from './outlooks';
import { proposalView, stateOf, type Moment } from './proposal-view';
import { Seats, type SeatsSeen } from './seats';

/** What waits for a decision on a chain, read from its nodes. */
@Injectable()
export class Proposals {
  constructor(
    private readonly seats: Seats,
    private readonly outlooks: Outlooks,
    private readonly contents: Contents,
    private readonly pace: BlockPace,
  ) {}

  /** Oldest first. Of what lies beside proposals only what is short stands in their changes; the words are of all of it that is read: of the newest, and not too long. */
  async list(organisationId: string, chainId: string): Promise<ProposalView[]> {
    const seen = await this.seats.see(organisationId, chainId);
    const moment = await this.#moment(organisationId, chainId, seen.committee.changes);
    const { nowMs } = moment;
    const filled = await this.contents.filledAll(organisationId, chainId, seen.committee.changes, GOVERNANCE_LIMITS.contentBytesMax);
    const open = seen.committee.changes.filter((change) => stateOf(change, nowMs) === 'open');
    const outlooks = new Set(open.slice(0, GOVERNANCE_LIMITS.outlooksMax));
    return Promise.all(
      seen.committee.changes.map(async (change, at) => {
        const changes = filled[at];
        const outlook = outlooks.has(change) ? await this.outlooks.ofProposal(organisationId, chainId, { ...change, changes }) : null;
        return { ...proposalView({ ...change, changes }, seen, outlook, moment), changes: change.changes.map((kept, place) => (isListed(kept) ? changes[place] : kept)) };
      }),
    );
  }

  /** With everything it would change, as it was proposed. Null: it waits no more. */
  async find(organisationId: string, chainId: string, id: number): Promise<ProposalView | null> {
    const seen = await this.seats.see(organisationId, chainId);
    const change = seen.committee.changes.find((one) => one.id === id);
    if (!change) return null;
    const moment = await this.#moment(organisationId, chainId, [change]);
    const filled = { ...change, changes: await this.contents.filled(organisationId, chainId, change) };
    const outlook = stateOf(change, moment.nowMs) === 'open' ? await this.outlooks.ofProposal(organisationId, chainId, filled) : null;
    return proposalView(filled, seen, outlook, moment);
  }

  /** Blocks are asked for only where one is waited for. */
  async #moment(organisationId: string, chainId: string, changes: readonly ProposedChange[]): Promise<Moment> {
    const nowMs = Date.now();
    const isWaiting = changes.some(({ lastHeight }) => lastHeight > 0);
    return { nowMs, aboutMs: isWaiting ? await this.pace.aboutMs(organisationId, chainId, nowMs) : () => null };
  }

  /** What one that waits for votes or for its height would change, as it was proposed. */
  async asked(organisationId: string, chainId: string, id: number): Promise<readonly ChangeView[]> {
    const { change } = await this.open(organisationId, chainId, id);
    const changes = await this.contents.filled(organisationId, chainId, change);
    return changes.some((one) => 'bytes' in one) ? badAnswer() : changes;
  }

  async get(organisationId: string, chainId: string, id: number): Promise<ProposalView> {
    return (await this.find(organisationId, chainId, id)) ?? noSuchChange(id);
  }

  /** As the chain has it, with everybody who could speak about it. */
  async open(organisationId: string, chainId: string, id: number): Promise<{ readonly change: ProposedChange; readonly seen: SeatsSeen }> {
    const seen = await this.seats.see(organisationId, chainId);
    const change = seen.committee.changes.find((one) => one.id === id);
    return change ? { change, seen } : noSuchChange(id);
  }
}

function noSuchChange(change: number): never {
  throw kernelError({ code: 'NO_SUCH_CHANGE', facts: { change } });
}

function isListed({ bytes }: ChangeView): boolean {
  return typeof bytes === 'number' && bytes <= GOVERNANCE_LIMITS.listedBytesMax;
}
