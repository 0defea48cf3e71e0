import { Injectable } from '@nestjs/common';
import type { Approve, Approved, JsonObject, ProposalMade, Propose, ProposedChange, Rejected, SubmissionView, TransactionView } from '@bystack/api';
import type { Actor } from '../../platform/auth';
import { fail, ProblemError, tellingAlso } from '../../platform/errors';
import { Changes } from '../../platform/events';
import type { KeyedRequest } from '../../platform/idempotency';
import { isTold, NodeRelay, objectOf, Submissions, type Made } from '../gateway';
import { KERNEL_CARD } from '../modules';
import { Candidates } from './candidates';
import { Outlooks } from './outlooks';
import { Proposals } from './proposals';
import { SeatSigner } from './seat-signer';
import { Seats, type OwnValidator, type SeatsSeen } from './seats';

interface Said {
  readonly seat: OwnValidator;
  readonly command: string;
  readonly payload: JsonObject;
  readonly action: string;
  readonly details: JsonObject;
  /** Number of the proposal it is about, which a node told of. */
  readonly about?: number;
}
interface Where {
  readonly by: Actor;
  readonly chainId: string;
}
const isTransaction = isTold('TransactionView');

/** The proposal is decided: another approval is not needed, nor wrong. */
const DECIDED = new Set(['ALREADY_DECIDED', 'NO_SUCH_CHANGE']);
/** What a node says that lacks the block with the proposal, or with the approval of what is to be cancelled. */
const UNKNOWN = new Set(['NO_SUCH_CHANGE', 'NOT_APPROVED_YET']);

/** What validators of this organisation say on a chain: propose, approve, reject, withdraw. Each is a transaction that the seat's node signs once and that is sent until it is final. */
@Injectable()
export class Decisions {
  constructor(
    private readonly seats: Seats,
    private readonly proposals: Proposals,
    private readonly outlooks: Outlooks,
    private readonly candidates: Candidates,
    private readonly signer: SeatSigner,
    private readonly submissions: Submissions,
    private readonly relay: NodeRelay,
    private readonly changes: Changes,
  ) {}

  async propose(by: Actor, chainId: string, { changes: asked, note = '', atHeight = 0, nodeId }: Propose, keyed?: KeyedRequest): Promise<ProposalMade> {
    const cancelled = asked.flatMap(({ kind, change }) => (kind === 'cancel-change' && typeof change === 'number' ? [change] : []));
    const seen = await this.seats.see(by.organisationId, chainId, cancelled.length === 0 ? undefined : ({ id, lastHeight }) => cancelled.includes(id) && lastHeight > 0);
    const changes = await this.candidates.fillIn(by.organisationId, chainId, asked, seen);
    const seat = ownValidator(seen, nodeId);
    const said: Said = { seat, command: 'propose-change', payload: { changes, note, atHeight }, action: 'governance.propose', details: { seat: seat.label, kinds: changes.map(({ kind }) => kind) }, about: cancelled[0] };
    const { txId, height = 0 } = await this.#say({ by, chainId }, said, keyed, () => this.outlooks.expectPossible(by.organisationId, chainId, changes, { since: seen.committee.height }));
    const id = await this.#idOf(by.organisationId, chainId, txId);
    return { id, txId, height, proposal: await this.proposals.find(by.organisationId, chainId, id) };
  }

  /** As many seats as are needed, or those that are named, one after the other; what one of them is refused is the answer. What the one that decides would be refused for is found before the first. */
  async approve(by: Actor, chainId: string, id: number, { nodeIds }: Approve, keyed?: KeyedRequest): Promise<Approved> {
    const { change, seen } = await this.proposals.open(by.organisationId, chainId, id);
    const voters = approvers(change, seen, nodeIds);
    if (change.lastHeight === 0 && decide(change, voters)) await this.outlooks.expectDecidable(by.organisationId, chainId, id, seen.committee.height);
    const approved = await this.#vote({ by, chainId }, 'approve', id, voters, keyed);
    return { approved, proposal: await this.proposals.find(by.organisationId, chainId, id) };
  }

  /** The same against a proposal: as many as it takes to end it. */
  async reject(by: Actor, chainId: string, id: number, { nodeIds }: Approve, keyed?: KeyedRequest): Promise<Rejected> {
    const { change, seen } = await this.proposals.open(by.organisationId, chainId, id);
    const rejected = await this.#vote({ by, chainId }, 'reject', id, rejecters(change, seen, nodeIds), keyed);
    return { rejected, proposal: await this.proposals.find(by.organisationId, chainId, id) };
  }

  async #vote(where: Where, verb: 'approve' | 'reject', id: number, voters: readonly OwnValidator[], keyed?: KeyedRequest): Promise<readonly OwnValidator[]> {
    const voted: OwnValidator[] = [];
    for (const seat of voters) {
      const said: Said = { seat, command: `${verb}-change`, payload: { change: id }, action: `governance.${verb}`, details: { seat: seat.label, proposal: id }, about: id };
      try {
        await this.#say(where, said, keyed && { ...keyed, key: `${keyed.key} ${seat.nodeId}` });
        voted.push(seat);
      } catch (error) {
        if (voted.length === 0 || !(error instanceof ProblemError)) throw error;
        if (!DECIDED.has(error.problem.code)) throw tellingAlso(error, 'recordedVotes', voted.map(({ label }) => label).join(', '));
        break;
      }
    }
    return voted;
  }

  async withdraw(by: Actor, chainId: string, id: number, keyed?: KeyedRequest): Promise<SubmissionView> {
    const { change, seen } = await this.proposals.open(by.organisationId, chainId, id);
    // If the proposer's node is not ours, the chain says so.
    const seat = seen.own.find((own) => own.seat === change.proposedBy) ?? ownValidator(seen);
    return this.#say({ by, chainId }, { seat, command: 'withdraw-change', payload: { change: id }, action: 'governance.withdraw', details: { seat: seat.label, proposal: id }, about: id }, keyed);
  }

  /** A fresh voting key for the seat of a node, voted with from the next epoch on; or one of another scheme, for when the chain changes to that. */
  async renewKeys(by: Actor, chainId: string, nodeId: string, scheme: string | undefined, keyed?: KeyedRequest): Promise<SubmissionView> {
    const { organisationId } = by;
    const seen = await this.seats.see(organisationId, chainId);
    const seat = ownValidator(seen, nodeId);
    const wanted = scheme ?? seen.committee.scheme;
    const noted = { action: 'governance.keys', details: { seat: seat.label, scheme: wanted } };
    return this.#send({ by, chainId }, { cards: [KERNEL_CARD], make: () => this.signer.signKeyChange(organisationId, { chainId, nodeId: seat.nodeId }, wanted), noted }, keyed);
  }

  #say(where: Where, { seat, command, payload, action, details, about }: Said, keyed?: KeyedRequest, before?: () => Promise<void>): Promise<SubmissionView> {
    const make = async () => {
      await before?.();
      return this.signer.sign(where.by.organisationId, { chainId: where.chainId, nodeId: seat.nodeId, command, payload });
    };
    const isBehind = async ({ problem }: ProblemError) => about !== undefined && UNKNOWN.has(problem.code) && this.proposals.isThere(where.by.organisationId, where.chainId, about);
    return this.#send(where, { cards: [KERNEL_CARD], make, noted: { action, details }, isBehind }, keyed);
  }

  async #send({ by, chainId }: Where, made: Made, keyed?: KeyedRequest): Promise<SubmissionView> {
    const { organisationId } = by;
    const answer = await this.submissions.submitMade({ organisationId, actor: by }, chainId, made, keyed);
    this.changes.afterCommit(organisationId, 'committee', chainId);
    return answer;
  }

  /** The number the chain gave it. */
  async #idOf(organisationId: string, chainId: string, txId: string): Promise<number> {
    return numberGiven(await this.relay.json(organisationId, chainId, { method: 'GET', path: `/transactions/${txId}` }, saysNumber))!;
  }
}

function saysNumber(told: unknown): told is TransactionView {
  return isTransaction(told) && numberGiven(told) !== undefined;
}

function numberGiven({ events }: TransactionView): number | undefined {
  const { change } = objectOf(events.find(({ module, name }) => module === 'kernel' && name === 'change-proposed')?.data);
  return typeof change === 'number' ? change : undefined;
}

function ownValidator({ own }: SeatsSeen, nodeId?: string): OwnValidator {
  const found = nodeId === undefined ? own[0] : own.find((seat) => seat.nodeId === nodeId);
  return found ?? fail('NO_VALIDATOR_HERE', nodeId === undefined ? {} : { field: '/nodeId' });
}

/** Whoever has approved may say so again when the rest was only waiting for newcomers. */
function approvers({ approvals, rejections, needed, quorum }: ProposedChange, { own }: SeatsSeen, nodeIds?: readonly string[]): readonly OwnValidator[] {
  if (nodeIds !== undefined) return named(own, nodeIds);
  const fresh = own.filter(({ seat }) => !approvals.includes(seat));
  const wanted = Math.max(needed, quorum - rejections.length) - approvals.length;
  return someOf([...fresh, ...own].slice(0, Math.max(1, wanted)));
}

/** Whether these votes are the last that it takes. */
function decide({ approvals, rejections, needed, quorum }: ProposedChange, voters: readonly OwnValidator[]): boolean {
  const inFavour = new Set([...approvals, ...voters.map(({ seat }) => seat)]);
  return inFavour.size >= needed && new Set([...inFavour, ...rejections]).size >= quorum;
}

/** So many that those who are left are too few to approve it. */
function rejecters({ rejections, needed }: ProposedChange, { own, committee }: SeatsSeen, nodeIds?: readonly string[]): readonly OwnValidator[] {
  if (nodeIds !== undefined) return named(own, nodeIds);
  const validators = committee.chainSeats.filter(({ role }) => role === 'validator').length;
  const fresh = own.filter(({ seat }) => !rejections.includes(seat));
  return someOf(fresh.slice(0, Math.max(1, validators - needed + 1 - rejections.length)));
}

function named(own: readonly OwnValidator[], nodeIds: readonly string[]): readonly OwnValidator[] {
  return nodeIds.map((nodeId) => own.find((seat) => seat.nodeId === nodeId) ?? fail('NO_VALIDATOR_HERE', { field: '/nodeIds' }));
}

function someOf(seats: readonly OwnValidator[]): readonly OwnValidator[] {
  return seats.length > 0 ? seats : fail('NO_VALIDATOR_HERE');
}
