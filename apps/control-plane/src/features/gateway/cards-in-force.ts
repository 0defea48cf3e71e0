import { Injectable } from '@nestjs/common';
import type { ModuleCard, ModulesInForce } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { Chains } from '../chains';
import { cardOf, Modules } from '../modules';
import { GATEWAY_LIMITS } from './limits';
import { isTold, type Is } from './node-answers';
import { NodeRelay } from './node-relay';
import { questionTo } from './posted';

/** A set of modules as a chain numbers them: 0 is what it was founded with. */
interface Seen {
  readonly set: number;
  /** Undefined: those of the founding. */
  readonly cards: readonly ModuleCard[] | undefined;
  readonly askedAtMs: number;
}
const [isHistory, isModules] = [isTold('ModulesHistory'), isTold('ModulesInForce')];
const FOUNDING = { set: 0, cards: undefined } as const;

/** What a chain takes and answers now. Validators may have changed its modules since it was founded, so a node is asked every few seconds. */
@Injectable()
export class CardsInForce {
  readonly #seen = new Map<string, Seen>();
  readonly #asking = new Map<string, Promise<Seen>>();
  /** Of sets that are or were in force. What one of a number is never changes, but a node may have lied about it: it is asked again now and then. */
  readonly #past = new Map<string, { readonly cards: readonly ModuleCard[]; readonly askedAtMs: number }>();

  constructor(
    private readonly chains: Chains,
    private readonly modules: Modules,
    private readonly relay: NodeRelay,
  ) {}

  /** @param set by its number: also one that is no longer in force. Throws NO_SUCH_SET, and what is said of a node that does not answer */
  async of(organisationId: string, chainId: string, set?: number): Promise<readonly ModuleCard[]> {
    const founding = await this.chains.commands(organisationId, chainId); // Whoever may not see the chain ends here.
    if (set === undefined) return (await this.#look(organisationId, chainId)).cards ?? founding;
    return set === 0 ? founding : this.#ofPast(organisationId, chainId, set);
  }

  /** With the command, if the chain takes it by now: what was seen lately may be from before a change took effect. */
  async with(organisationId: string, chainId: string, module: string, command: string): Promise<readonly ModuleCard[]> {
    const cards = await this.of(organisationId, chainId);
    if (cards.some(({ name, commands }) => name === module && commands.some((one) => one.name === command))) return cards;
    const seen = this.#seen.get(chainId);
    if (seen !== undefined && !this.#asking.has(chainId)) this.#seen.set(chainId, { ...seen, askedAtMs: 0 });
    return this.of(organisationId, chainId);
  }

  async #ofPast(organisationId: string, chainId: string, set: number): Promise<readonly ModuleCard[]> {
    const id = `${chainId} ${set}`;
    const kept = this.#past.get(id);
    if (kept !== undefined && Date.now() - kept.askedAtMs < GATEWAY_LIMITS.pastCardsFreshMs) return kept.cards;
    const cards = await this.#cards(organisationId, chainId, set);
    if (cards.length > 0) keepNewest(this.#past, id, { cards, askedAtMs: Date.now() }, GATEWAY_LIMITS.cardsKept);
    else this.#past.delete(id);
    return cards;
  }

  async #look(organisationId: string, chainId: string): Promise<Seen> {
    const seen = this.#seen.get(chainId);
    if (seen !== undefined && Date.now() - seen.askedAtMs < GATEWAY_LIMITS.cardsFreshMs) return seen;
    const asking = this.#asking.get(chainId) ?? this.#ask(organisationId, chainId, seen).finally(() => this.#asking.delete(chainId));
    this.#asking.set(chainId, asking);
    return asking;
  }

  /** A chain that does not answer, or whose nodes know no such question, is as it was last seen. */
  async #ask(organisationId: string, chainId: string, before: Seen | undefined): Promise<Seen> {
    const next = await this.#observe(organisationId, chainId, before).catch(() => before ?? FOUNDING);
    const seen = { ...next, askedAtMs: Date.now() };
    keepNewest(this.#seen, chainId, seen, GATEWAY_LIMITS.cardsKept);
    return seen;
  }

  async #observe(organisationId: string, chainId: string, before: Seen | undefined): Promise<Omit<Seen, 'askedAtMs'>> {
    const { set } = await this.#kernel(organisationId, chainId, 'history', isHistory);
    if (set === 0) return FOUNDING;
    if (set === before?.set) return before;
    return { set, cards: await this.#cards(organisationId, chainId) };
  }

  /** A module that this software lacks is left out. @param set undefined: the one in force */
  async #cards(organisationId: string, chainId: string, set?: number): Promise<readonly ModuleCard[]> {
    const isIt = (told: unknown): told is ModulesInForce => isModules(told) && (set === undefined || told.set === set) && this.#cardsOf(told) !== undefined;
    return this.#cardsOf(await this.#kernel(organisationId, chainId, 'modules', isIt, { set })) ?? [];
  }

  /** Undefined: one has parameters that the module never had. */
  #cardsOf({ modules }: ModulesInForce): readonly ModuleCard[] | undefined {
    try {
      return modules.flatMap(({ name, version, params }) => {
        const known = this.modules.registry.find(name, version);
        return known === undefined ? [] : [cardOf(known as ModuleDefinition, params)];
      });
    } catch {
      return undefined;
    }
  }

  #kernel<T>(organisationId: string, chainId: string, query: string, is: Is<T>, args: object = {}): Promise<T> {
    return this.relay.answerTo(organisationId, chainId, questionTo('kernel', query, args, GATEWAY_LIMITS.cardsTimeoutMs), is);
  }
}
