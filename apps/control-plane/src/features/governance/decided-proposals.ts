import { Injectable } from '@nestjs/common';
import type { ChangeView, DecidedChange, DecidedProposal, DecidedWhole, Page } from '@bystack/api';
import { isAnswerWith, isListOf, isTold, NodeRelay, questionTo, type AnswerWith } from '../gateway';
import { AssetNames } from './asset-names';
import { Contents } from './contents';
import { decidedView } from './decided-view';
import { GOVERNANCE_LIMITS } from './limits';
import { notOver } from './not-over';
import { Seats } from './seats';
import { WhatChangedThen } from './then/what-changed';

/** A page of them, newest first. */
export const areDecided = isListOf(isTold('DecidedChange'));
const arePage = isAnswerWith(areDecided);

/** Proposals that are over. The chain itself remembers them, so any node can be asked, also after it was started again. */
@Injectable()
export class DecidedProposals {
  constructor(
    private readonly seats: Seats,
    private readonly relay: NodeRelay,
    private readonly contents: Contents,
    private readonly names: AssetNames,
    private readonly whatChanged: WhatChangedThen,
  ) {}

  /** Newest first. @param before where the last page ended */
  async list(organisationId: string, chainId: string, before?: number): Promise<Page<DecidedProposal>> {
    const seen = await this.seats.see(organisationId, chainId);
    const decided = await this.relay.answerTo(organisationId, chainId, questionTo('kernel', 'decided', { before }), areDecided);
    const last = decided.at(-1);
    const published = await this.#published(organisationId, chainId, decided);
    const called = await this.names.of(organisationId, chainId, decided.flatMap(({ changes }) => changes));
    return { items: decided.map((one) => decidedView(one, { ...seen, called }, published.get(one.id))), ...(last !== undefined && last.place > 1 && { next: String(last.place) }) };
  }

  /** One of them; null: it is not over, or the chain remembers it no more. A node that is behind does not hide it. */
  async find(organisationId: string, chainId: string, id: number): Promise<DecidedProposal | null> {
    const decided = (await this.#search(organisationId, chainId, id)) ?? (await this.#searchElsewhere(organisationId, chainId, id));
    if (decided === undefined) return null;
    const published = await this.#published(organisationId, chainId, [decided]);
    const [seen, called] = await Promise.all([this.seats.see(organisationId, chainId), this.names.of(organisationId, chainId, decided.changes)]);
    return decidedView(decided, { ...seen, called }, published.get(id));
  }

  /** One of them, with what it changed as things stood then. Refuses PROPOSAL_NOT_OVER, NO_SUCH_PROPOSAL, PROPOSAL_FORGOTTEN. */
  async get(organisationId: string, chainId: string, id: number): Promise<DecidedWhole> {
    const all = await this.#remembered(organisationId, chainId, () => false);
    const decided = all.find((one) => one.id === id) ?? (await this.#searchElsewhere(organisationId, chainId, id)) ?? (await this.#notOver(organisationId, chainId, id, all));
    const earlier = all.at(-1)?.place === 1 || decided.place === 1 ? all.filter(({ place }) => place < decided.place).reverse() : undefined;
    const [seen, called] = await Promise.all([this.seats.see(organisationId, chainId), this.names.of(organisationId, chainId, decided.changes)]);
    const { changes, ...changed } = await this.whatChanged.of(organisationId, chainId, decided, earlier, { ...seen, called });
    return { ...decidedView(decided, { ...seen, called }, changes), changes, changed };
  }

  async #notOver(organisationId: string, chainId: string, id: number, decided: readonly DecidedChange[]): Promise<never> {
    const { committee } = await this.seats.see(organisationId, chainId, (one) => one.id === id);
    return notOver(id, { open: committee.changes, decided });
  }

  async #search(organisationId: string, chainId: string, id: number): Promise<DecidedChange | undefined> {
    const read = await this.#remembered(organisationId, chainId, (one) => one.id === id);
    return read.find((one) => one.id === id);
  }

  /** Page after page, newest first, until one is wanted; a node whose places do not go down says nothing new. */
  async #remembered(organisationId: string, chainId: string, isWanted: (one: DecidedChange) => boolean): Promise<readonly DecidedChange[]> {
    const all: DecidedChange[] = [];
    for (let before: number | undefined, pages = 0; pages < GOVERNANCE_LIMITS.decidedPagesMax; pages += 1) {
      const page: readonly DecidedChange[] = await this.relay.answerTo(organisationId, chainId, questionTo('kernel', 'decided', { before }), areDecided);
      const last = page.at(-1)?.place ?? 1;
      if (last >= (before ?? Infinity)) break;
      all.push(...page);
      if (page.some(isWanted) || last <= 1) break;
      before = last;
    }
    return all;
  }

  /** What has just ended, of any node that tells of it. */
  async #searchElsewhere(organisationId: string, chainId: string, id: number): Promise<DecidedChange | undefined> {
    const tells = (told: unknown): told is AnswerWith<readonly DecidedChange[]> => arePage(told) && told.answer.some((one) => one.id === id);
    const request = { ...questionTo('kernel', 'decided', {}), timeoutMs: GOVERNANCE_LIMITS.freshTimeoutMs };
    const page = await this.relay.jsonThat(organisationId, chainId, request, tells).catch(() => undefined);
    return page?.answer.find((one) => one.id === id);
  }

  /** Rules that were published stay on the chain, so they are called by their titles for ever. By the number of the proposal. */
  async #published(organisationId: string, chainId: string, decided: readonly DecidedChange[]): Promise<ReadonlyMap<number, readonly ChangeView[]>> {
    const kept = decided.filter(({ ending, changes }) => ending.outcome === 'took-effect' && changes.some(({ kind }) => kind === 'publish-package')).reverse();
    const filled = await this.contents.filledAll(organisationId, chainId, kept, GOVERNANCE_LIMITS.contentBytesMax);
    return new Map(kept.map(({ id }, at) => [id, filled[at]!]));
  }
}
