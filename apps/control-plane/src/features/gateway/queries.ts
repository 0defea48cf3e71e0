import { Injectable } from '@nestjs/common';
import type { QueryAnswer } from '@bystack/api';
import { ProblemError } from '../../platform/errors';
import { Modules } from '../modules';
import { CardsInForce } from './cards-in-force';
import { GATEWAY_LIMITS } from './limits';
import { isQueryAnswer } from './node-answers';
import { NodeRelay } from './node-relay';
import { notKnownThere } from './not-known-there';
import { questionTo } from './posted';
import { questionError } from './refusal-words';

/** Questions to a chain's modules, answered by a node from its newest final state: by the rules in force, or by those of an earlier set. */
@Injectable()
export class Queries {
  constructor(
    private readonly cards: CardsInForce,
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
  ) {}

  async ask(
    organisationId: string,
    chainId: string,
    { module, query, args = {}, set }: { module: string; query: string; args?: unknown; set?: number },
  ): Promise<QueryAnswer> {
    const cards = await this.cards.of(organisationId, chainId, set);
    if (!cards.some((card) => card.name === module && card.queries.some(({ name }) => name === query)))
      throw notKnownThere({ module, query }, cards, this.modules);
    const question = questionTo(module, query, args, GATEWAY_LIMITS.queryTimeoutMs);
    try {
      return await this.relay.json(organisationId, chainId, set === undefined ? question : { ...question, path: `${question.path}?set=${set}` }, isQueryAnswer);
    } catch (error) {
      throw error instanceof ProblemError ? questionError(error, module, cards) : error;
    }
  }
}
