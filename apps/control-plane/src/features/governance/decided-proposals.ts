import { Injectable } from '@nestjs/common';
import type { DecidedProposal, Page, QueryAnswer } from '@bystack/api';
import { fail } from '../../platform/errors';
import { NodeRelay } from '../gateway';
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
    const request = { method: 'POST', path: '/queries/kernel/decided', headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ before })) } as const;
    const { answer } = await this.relay.json<QueryAnswer>(organisationId, chainId, request);
    const decided: readonly unknown[] = Array.isArray(answer) ? answer : fail('NODE_UNREACHABLE', { facts: { reason: 'BAD_ANSWER' } });
    if (!decided.every(isDecided)) fail('NODE_UNREACHABLE', { facts: { reason: 'BAD_ANSWER' } });
    const last = decided.at(-1);
    return { items: decided.map((one) => decidedView(one, seen)), ...(last !== undefined && last.place > 1 && { next: String(last.place) }) };
  }
}
