import { Injectable } from '@nestjs/common';
import type { ChangeView, SeatSoftware } from '@bystack/api';
import { isAnswerWith, isTold, NodeRelay, questionTo } from '../gateway';
import { Seats } from '../governance';
import { REHEARSAL_LIMITS } from './limits';

const isOutlook = isAnswerWith(isTold('Outlook'));

/** Which validators' nodes have the modules that are to come. Each is asked by itself: their software may differ. */
@Injectable()
export class Software {
  constructor(
    private readonly seats: Seats,
    private readonly relay: NodeRelay,
  ) {}

  async of(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<readonly SeatSoftware[]> {
    if (!changes.some(({ kind }) => kind === 'swap-module')) return [];
    const { committee, name } = await this.seats.see(organisationId, chainId);
    const validators = committee.chainSeats.filter(({ role }) => role === 'validator').map(({ seat }) => name(seat));
    return Promise.all(validators.map(async (seat) => ({ ...seat, standing: seat.nodeId === null ? 'unheard' : await this.#standing(organisationId, chainId, seat.nodeId, changes) })));
  }

  async #standing(organisationId: string, chainId: string, nodeId: string, changes: readonly ChangeView[]): Promise<SeatSoftware['standing']> {
    const request = questionTo('kernel', 'outlook', { changes }, REHEARSAL_LIMITS.timeoutMs);
    const answer = await this.relay.jsonOf(organisationId, chainId, nodeId, request, isOutlook).catch(() => undefined);
    if (answer === undefined) return 'unheard';
    return answer.answer.refusal?.code === 'MODULE_NOT_AVAILABLE' ? 'lacks' : 'able';
  }
}
