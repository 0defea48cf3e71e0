import { Injectable } from '@nestjs/common';
import type { ChangeView, ProposalView, ProposedChange } from '@bystack/api';
import { codeOf, ProblemError } from '../../platform/errors';
import { badAnswer, forAMoment, NodeRelay, questionTo } from '../gateway';
import { AssetNames } from './asset-names';
import { BlockPace } from './block-pace';
import { Contents } from './contents';
import { areDecided } from './decided-proposals';
import { kernelError } from './kernel-words';
import { GOVERNANCE_LIMITS } from './limits';
import { Outlooks } from './outlooks';
import { proposalView, stateOf, type Moment, type SaidOf } from './proposal-view';
import { Seats, type SeatsSeen } from './seats';

const NOTHING_SAID: SaidOf = { outlook: null, told: null };

interface Open {
  readonly change: ProposedChange;
  readonly seen: SeatsSeen;
}

/** What waits for a decision on a chain, read from its nodes. */
@Injectable()
export class Proposals {
  constructor(
    private readonly seats: Seats,
    private readonly outlooks: Outlooks,
    private readonly contents: Contents,
    private readonly pace: BlockPace,
    private readonly names: AssetNames,
    private readonly relay: NodeRelay,
  ) {}

  /** Oldest first. Of what lies beside proposals only what is short stands in their changes; the words are of all of it that is read: of the newest, and not too long. */
  async list(organisationId: string, chainId: string): Promise<ProposalView[]> {
    const seen = await this.seats.see(organisationId, chainId);
    const moment = await this.#moment(organisationId, chainId, seen.committee.changes);
    const { nowMs } = moment;
    const filled = await this.contents.filledAll(organisationId, chainId, seen.committee.changes, GOVERNANCE_LIMITS.contentBytesMax);
    const called = await this.names.of(organisationId, chainId, filled.flat());
    const told = new Set(seen.committee.changes.filter((change) => stateOf(change, nowMs) !== 'expired').slice(0, GOVERNANCE_LIMITS.outlooksMax));
    return Promise.all(
      seen.committee.changes.map(async (kept, at) => {
        const change = { ...kept, changes: filled[at] };
        const said = told.has(kept) ? await this.#said(organisationId, chainId, { change, seen }, nowMs) : NOTHING_SAID;
        return { ...proposalView(change, { ...seen, called }, said, moment), changes: kept.changes.map((one, place) => (isListed(one) ? change.changes[place] : one)) };
      }),
    );
  }

  /** With everything it would change, as it was proposed. Null: it waits no more. */
  async find(organisationId: string, chainId: string, id: number): Promise<ProposalView | null> {
    const seen = await this.seats.see(organisationId, chainId);
    const change = seen.committee.changes.find((one) => one.id === id);
    return change ? this.#whole(organisationId, chainId, { change, seen }) : null;
  }

  async #whole(organisationId: string, chainId: string, { change, seen }: Open): Promise<ProposalView> {
    const moment = await this.#moment(organisationId, chainId, [change]);
    const filled = { ...change, changes: await this.contents.filled(organisationId, chainId, change) };
    const called = await this.names.of(organisationId, chainId, filled.changes);
    return proposalView(filled, { ...seen, called }, await this.#said(organisationId, chainId, { change: filled, seen }, moment.nowMs), moment);
  }

  /** What is approved may take effect just now: then nobody can say any more. */
  async #said(organisationId: string, chainId: string, { change, seen: { committee: { height } } }: Open, nowMs: number): Promise<SaidOf> {
    const state = stateOf(change, nowMs);
    if (state === 'open') return { ...NOTHING_SAID, outlook: await this.outlooks.ofProposal(organisationId, chainId, change, height) };
    return state === 'approved' ? { ...NOTHING_SAID, told: await this.outlooks.ofApproved(organisationId, chainId, change, height).catch(nobodyKnows) } : NOTHING_SAID;
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
    return this.#whole(organisationId, chainId, await this.open(organisationId, chainId, id));
  }

  /** As the chain has it, with everybody who could speak about it. What no node knows may be in a block that none has yet: it is asked for a moment longer, unless it is over. Refuses NO_SUCH_CHANGE. */
  async open(organisationId: string, chainId: string, id: number): Promise<Open> {
    let seen: SeatsSeen;
    const look = async (): Promise<Open> => {
      seen = await this.seats.see(organisationId, chainId, (one) => one.id === id);
      return { change: seen.committee.changes.find((one) => one.id === id) ?? noSuchChange(id), seen };
    };
    const isToCome = async (error: unknown) => codeOf(error) === 'NO_SUCH_CHANGE' && !(await this.#isOver(organisationId, chainId, id, seen));
    return forAMoment(GOVERNANCE_LIMITS.catchUp, look, isToCome);
  }

  /** Whether any node still tells of it: one that does not is behind, or ahead by a block in which it ended. */
  async isThere(organisationId: string, chainId: string, id: number): Promise<boolean> {
    const { committee } = await this.seats.see(organisationId, chainId, (one) => one.id === id);
    return committee.changes.some((one) => one.id === id);
  }

  /** Numbers are given in order: one below another that was given has been given. */
  async #isOver(organisationId: string, chainId: string, id: number, { committee }: SeatsSeen): Promise<boolean> {
    if (committee.changes.some((one) => one.id > id)) return true;
    const decided = await this.relay.answerTo(organisationId, chainId, questionTo('kernel', 'decided', {}), areDecided).catch(() => []);
    return decided.some((one) => one.id >= id);
  }
}

function nobodyKnows(error: unknown): null {
  if (error instanceof ProblemError) return null;
  throw error;
}

function noSuchChange(change: number): never {
  throw kernelError({ code: 'NO_SUCH_CHANGE', facts: { change } });
}

function isListed({ bytes }: ChangeView): boolean {
  return typeof bytes === 'number' && bytes <= GOVERNANCE_LIMITS.listedBytesMax;
}
