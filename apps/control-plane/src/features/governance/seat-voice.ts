import { Injectable } from '@nestjs/common';
import type { JsonObject, SubmissionView } from '@bystack/api';
import type { Actor } from '../../platform/auth';
import type { ProblemError } from '../../platform/errors';
import { Changes } from '../../platform/events';
import type { KeyedRequest } from '../../platform/idempotency';
import { Submissions, type Made } from '../gateway';
import { KERNEL_CARD } from '../modules';
import { Proposals } from './proposals';
import { SeatSigner } from './seat-signer';
import type { OwnValidator } from './seats';

export interface Where {
  readonly by: Actor;
  readonly chainId: string;
}
export interface Said {
  readonly seat: OwnValidator;
  readonly command: string;
  readonly payload: JsonObject;
  readonly action: string;
  readonly details: JsonObject;
  /** Number of the proposal it is about, which a node told of. */
  readonly about?: number;
}

/** What a node says that lacks the block with the proposal, or with the approval of what is to be cancelled. */
const UNKNOWN = new Set(['NO_SUCH_CHANGE', 'NOT_APPROVED_YET']);

/** Says things as a validator's seat: its node signs a transaction once, which is sent until it is final. */
@Injectable()
export class SeatVoice {
  constructor(
    private readonly proposals: Proposals,
    private readonly signer: SeatSigner,
    private readonly submissions: Submissions,
    private readonly changes: Changes,
  ) {}

  /** @param before what must hold before it is signed; a repeat of what was signed does not ask */
  say(where: Where, { seat, command, payload, action, details, about }: Said, keyed?: KeyedRequest, before?: () => Promise<void>): Promise<SubmissionView> {
    const { organisationId } = where.by;
    const make = async () => {
      await before?.();
      return this.signer.sign(organisationId, { chainId: where.chainId, nodeId: seat.nodeId, command, payload });
    };
    const isBehind = async ({ problem }: ProblemError) => about !== undefined && UNKNOWN.has(problem.code) && this.proposals.isThere(organisationId, where.chainId, about);
    return this.#send(where, { cards: [KERNEL_CARD], make, noted: { action, details }, isBehind }, keyed);
  }

  /** The registration of a voting key that the seat's node makes itself. */
  registerKey(where: Where, seat: OwnValidator, scheme: string, keyed?: KeyedRequest): Promise<SubmissionView> {
    const noted = { action: 'governance.keys', details: { seat: seat.label, scheme } };
    const make = () => this.signer.signKeyChange(where.by.organisationId, { chainId: where.chainId, nodeId: seat.nodeId }, scheme);
    return this.#send(where, { cards: [KERNEL_CARD], make, noted }, keyed);
  }

  async #send({ by, chainId }: Where, made: Made, keyed?: KeyedRequest): Promise<SubmissionView> {
    const answer = await this.submissions.submitMade({ organisationId: by.organisationId, actor: by }, chainId, made, keyed);
    this.changes.afterCommit(by.organisationId, 'committee', chainId);
    return answer;
  }
}
