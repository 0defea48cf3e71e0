import { Injectable } from '@nestjs/common';
import { hasEnoughApprovals, objectOf, type ChangeView, type ProposalMade, type Propose, type Standing, type SubmissionView, type TransactionView } from '@bystack/api';
import { ProblemError } from '../../platform/errors';
import { partOf, type KeyedRequest } from '../../platform/idempotency';
import { isTold, NodeRelay } from '../gateway';
import { Candidates } from './candidates';
import { Outlooks } from './outlooks';
import { SeatVoice, type Said, type Where } from './seat-voice';
import { Seats } from './seats';
import { Standings } from './standings';
import { Votes } from './votes';
import { ownValidator } from './voters';

const isTransaction = isTold('TransactionView');

/** What validators of this organisation bring up on a chain: proposals, and fresh keys. */
@Injectable()
export class Decisions {
  constructor(
    private readonly seats: Seats,
    private readonly outlooks: Outlooks,
    private readonly candidates: Candidates,
    private readonly standings: Standings,
    private readonly votes: Votes,
    private readonly voice: SeatVoice,
    private readonly relay: NodeRelay,
  ) {}

  /** It counts as the approval of whoever proposes. */
  async propose(where: Where, { changes: asked, note = '', atHeight = 0, nodeId }: Propose, keyed?: KeyedRequest): Promise<ProposalMade> {
    const { by: { organisationId }, chainId } = where;
    const cancelled = cancelledBy(asked);
    const seen = await this.seats.see(organisationId, chainId, cancelled.length === 0 ? undefined : ({ id, lastHeight }) => cancelled.includes(id) && lastHeight > 0);
    const changes = await this.candidates.fillIn(organisationId, chainId, asked, seen);
    const seat = ownValidator(seen, nodeId);
    const said: Said = { seat, command: 'propose-change', payload: { changes, note, atHeight }, action: 'governance.propose', details: { seat: seat.label, kinds: changes.map(({ kind }) => kind) }, about: cancelled[0] };
    const { txId, height = 0 } = await this.voice.say(where, said, keyed, () => this.outlooks.expectPossible(organisationId, chainId, changes, { since: seen.committee.height }));
    const id = await this.#idOf(organisationId, chainId, txId);
    return { id, txId, height, ...(await this.#decided(where, id, seat.nodeId, keyed)) };
  }

  /** Where whoever proposed has all the votes and only nodes had not shown yet that they have the new module, as they do by themselves in a moment, the same seat says once more that it approves. */
  async #decided(where: Where, id: number, nodeId: string, keyed?: KeyedRequest): Promise<Standing> {
    const standing = await this.standings.of(where.by.organisationId, where.chainId, id);
    if (!waitsForNodes(standing)) return standing;
    try {
      return await this.votes.approve(where, id, { nodeIds: [nodeId] }, partOf(keyed, 'approval'));
    } catch (error) {
      if (error instanceof ProblemError) return standing; // It stays proposed; what it waits for stands in its outlook.
      throw error;
    }
  }

  /** A fresh voting key for the seat of a node, voted with from the next epoch on; or one of another scheme, for when the chain changes to that. */
  async renewKeys(where: Where, nodeId: string, scheme: string | undefined, keyed?: KeyedRequest): Promise<SubmissionView> {
    const seen = await this.seats.see(where.by.organisationId, where.chainId);
    return this.voice.registerKey(where, ownValidator(seen, nodeId), scheme ?? seen.committee.scheme, keyed);
  }

  /** The number the chain gave it. */
  async #idOf(organisationId: string, chainId: string, txId: string): Promise<number> {
    return numberGiven(await this.relay.json(organisationId, chainId, { method: 'GET', path: `/transactions/${txId}` }, saysNumber))!;
  }
}

/** Or did, a moment ago. */
function waitsForNodes({ proposal }: Standing): boolean {
  const outlook = proposal?.outlook;
  return proposal !== null && hasEnoughApprovals(proposal) && outlook?.refusal === null && (outlook.waits === null || outlook.waits.code === 'NO_QUORUM_ABLE');
}

function cancelledBy(asked: readonly ChangeView[]): readonly number[] {
  return asked.flatMap(({ kind, change }) => (kind === 'cancel-change' && typeof change === 'number' ? [change] : []));
}

function saysNumber(told: unknown): told is TransactionView {
  return isTransaction(told) && numberGiven(told) !== undefined;
}

function numberGiven({ events }: TransactionView): number | undefined {
  const { change } = objectOf(events.find(({ module, name }) => module === 'kernel' && name === 'change-proposed')?.data);
  return typeof change === 'number' ? change : undefined;
}
