import { Injectable } from '@nestjs/common';
import type { DecidedProposal, Page, QueryAnswer } from '@bystack/api';
import { badAnswer, NodeRelay, questionTo } from '../gateway';
import { decidedView } from './decided-view';
import { Seats } from './seats';
import { isDecided } from './told-changes';

/** Proposals that are over. The chain itself remembers them, so any node can be asked, also after it was started again. */
@Injectable()
export class DecidedProposals {
  constructor(
    private readonly seats: Seats,
    private readonly relay: NodeRelay,
  ) {}

  /** Newest first. @param before where the last page ended */
  async list(organisationId: string, chainId: string, before?: number): Promise<Page<DecidedProposal>> {
    const seen = await this.seats.see(organisationId, chainId);
    const { answer } = await this.relay.json<QueryAnswer>(organisationId, chainId, questionTo('kernel', 'decided', { before }));
    const decided: readonly unknown[] = Array.isArray(answer) ? answer : badAnswer();
    if (!decided.every(isDecided)) return badAnswer();
    const last = decided.at(-1);
    return { items: decided.map((one) => decidedView(one, seen)), ...(last !== undefined && last.place > 1 && { next: String(last.place) }) };
  }
}
