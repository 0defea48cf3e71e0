import { Injectable } from '@nestjs/common';
import type { Approve, Approved, Rejected, SeatName, Standing, SubmissionView } from '@bystack/api';
import { codeOf, ProblemError, tellingAlso } from '../../platform/errors';
import { Idempotency, partOf, type KeyedRequest } from '../../platform/idempotency';
import { Outlooks } from './outlooks';
import { Proposals } from './proposals';
import { SeatVoice, type Said, type Where } from './seat-voice';
import type { OwnValidator } from './seats';
import { overError, Standings } from './standings';
import { approvers, decide, ownValidator, rejecters } from './voters';

type Verb = 'approve' | 'reject';
/** A vote is recorded by this request, or was before. */
type Fate = 'recorded' | 'before';
interface Cast extends Readonly<Record<Fate, readonly SeatName[]>> {
  readonly standing: Standing;
}

/** Another vote is not needed, nor wrong: the proposal is decided. */
const DECIDED = new Set(['ALREADY_DECIDED', 'NO_SUCH_CHANGE']);
/** The seat has said the same before: by another request at the same time, say. */
const SAID = new Set(['ALREADY_APPROVED', 'ALREADY_REJECTED']);
/** How a proposal ends that went as was voted. */
const WANTED = { approve: 'took-effect', reject: 'rejected' } as const;

/**
 * Votes of this organisation's validators about a proposal. 1. Who votes is chosen, and kept with the idempotency key, 2. each vote is signed, kept and sent until it is final, 3. where the proposal stands is read. A repeat
 * after a crash goes on from there: it counts votes that are on the chain, and tells what became of the proposal, also when that is over by then.
 */
@Injectable()
export class Votes {
  constructor(
    private readonly proposals: Proposals,
    private readonly outlooks: Outlooks,
    private readonly standings: Standings,
    private readonly voice: SeatVoice,
    private readonly idempotency: Idempotency,
  ) {}

  /** As many seats as are needed, or those that are named, one after the other; what one of them is refused is the answer. What the one that decides would be refused for is found before the first. */
  async approve(where: Where, id: number, { nodeIds }: Approve, keyed?: KeyedRequest): Promise<Approved> {
    const { recorded, before, standing } = await this.#cast(where, 'approve', id, () => this.#approvers(where, id, nodeIds), keyed);
    return { approved: recorded, before, ...standing };
  }

  /** The same against a proposal: as many as it takes to end it. */
  async reject(where: Where, id: number, { nodeIds }: Approve, keyed?: KeyedRequest): Promise<Rejected> {
    const choose = async () => {
      const { change, seen } = await this.proposals.open(where.by.organisationId, where.chainId, id);
      return rejecters(change, seen, nodeIds);
    };
    const { recorded, before, standing } = await this.#cast(where, 'reject', id, choose, keyed);
    return { rejected: recorded, before, ...standing };
  }

  async withdraw(where: Where, id: number, keyed?: KeyedRequest): Promise<SubmissionView> {
    const { organisationId } = where.by;
    try {
      const seat = await this.idempotency.chosen(keyed, () => this.#withdrawer(where, id));
      const said: Said = { seat, command: 'withdraw-change', payload: { change: id }, action: 'governance.withdraw', details: { seat: seat.label, proposal: id }, about: id };
      return await this.voice.say(where, said, partOf(keyed, seat.nodeId));
    } catch (error) {
      throw await this.standings.explained(organisationId, where.chainId, id, error);
    }
  }

  /** If the proposer's node is not ours, the chain says so. */
  async #withdrawer({ by, chainId }: Where, id: number): Promise<OwnValidator> {
    const { change, seen } = await this.proposals.open(by.organisationId, chainId, id);
    return seen.own.find((own) => own.seat === change.proposedBy) ?? ownValidator(seen);
  }

  async #approvers({ by, chainId }: Where, id: number, nodeIds?: readonly string[]): Promise<readonly OwnValidator[]> {
    const { change, seen } = await this.proposals.open(by.organisationId, chainId, id);
    const voters = approvers(change, seen, nodeIds);
    if (change.lastHeight > 0) return [];
    if (decide(change, voters)) await this.outlooks.expectDecidable(by.organisationId, chainId, id, seen.committee.height);
    return voters;
  }

  async #cast(where: Where, verb: Verb, id: number, choose: () => Promise<readonly OwnValidator[]>, keyed?: KeyedRequest): Promise<Cast> {
    const votes: Record<Fate, OwnValidator[]> = { recorded: [], before: [] };
    try {
      for (const seat of await this.idempotency.chosen(keyed, choose)) votes[await this.#vote(where, verb, id, seat, keyed)].push(seat);
    } catch (error) {
      if (!isOf(error, DECIDED)) throw tellingVotes(error, votes.recorded);
      const standing = await this.#standing(where, id);
      if (votes.recorded.length + votes.before.length > 0 || wentAs(verb, standing)) return { ...votes, standing };
      throw standing.decided === null ? error : overError(standing.decided);
    }
    return { ...votes, standing: await this.#standing(where, id) };
  }

  async #vote(where: Where, verb: Verb, id: number, seat: OwnValidator, keyed?: KeyedRequest): Promise<Fate> {
    const said: Said = { seat, command: `${verb}-change`, payload: { change: id }, action: `governance.${verb}`, details: { seat: seat.label, proposal: id }, about: id };
    try {
      await this.voice.say(where, said, partOf(keyed, seat.nodeId));
      return 'recorded';
    } catch (error) {
      if (isOf(error, SAID)) return 'before';
      throw error;
    }
  }

  #standing({ by, chainId }: Where, id: number): Promise<Standing> {
    return this.standings.of(by.organisationId, chainId, id);
  }
}

function isOf(error: unknown, codes: ReadonlySet<string>): boolean {
  return codes.has(codeOf(error) ?? '');
}

function tellingVotes(error: unknown, recorded: readonly OwnValidator[]): unknown {
  return error instanceof ProblemError && recorded.length > 0 ? tellingAlso(error, 'recordedVotes', recorded.map(({ label }) => label).join(', ')) : error;
}

/** Whoever votes late for what was decided so has nothing to be refused for. */
function wentAs(verb: Verb, { proposal, decided }: Standing): boolean {
  return decided?.outcome === WANTED[verb] || (verb === 'approve' && proposal?.state === 'approved');
}
