import { Injectable } from '@nestjs/common';
import type { ChangeView, DecidedChange, DecidedProposal, Page } from '@bystack/api';
import { isListOf, isTold, NodeRelay, questionTo } from '../gateway';
import { Contents } from './contents';
import { decidedView } from './decided-view';
import { GOVERNANCE_LIMITS } from './limits';
import { Seats } from './seats';

/** A page of them, newest first. */
export const areDecided = isListOf(isTold('DecidedChange'));

/** Proposals that are over. The chain itself remembers them, so any node can be asked, also after it was started again. */
@Injectable()
export class DecidedProposals {
  constructor(
    private readonly seats: Seats,
    private readonly relay: NodeRelay,
    private readonly contents: Contents,
  ) {}

  /** Newest first. @param before where the last page ended */
  async list(organisationId: string, chainId: string, before?: number): Promise<Page<DecidedProposal>> {
    const seen = await this.seats.see(organisationId, chainId);
    const decided = await this.relay.answerTo(organisationId, chainId, questionTo('kernel', 'decided', { before }), areDecided);
    const last = decided.at(-1);
    const published = await this.#published(organisationId, chainId, decided);
    return { items: decided.map((one) => decidedView(one, seen, published.get(one.id))), ...(last !== undefined && last.place > 1 && { next: String(last.place) }) };
  }

  /** Rules that were published stay on the chain, so they are called by their titles for ever. By the number of the proposal. */
  async #published(organisationId: string, chainId: string, decided: readonly DecidedChange[]): Promise<ReadonlyMap<number, readonly ChangeView[]>> {
    const kept = decided.filter(({ ending, changes }) => ending.outcome === 'took-effect' && changes.some(({ kind }) => kind === 'publish-package')).reverse();
    const filled = await this.contents.filledAll(organisationId, chainId, kept, GOVERNANCE_LIMITS.contentBytesMax);
    return new Map(kept.map(({ id }, at) => [id, filled[at]!]));
  }
}
