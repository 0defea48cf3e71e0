import { Injectable } from '@nestjs/common';
import type { JsonObject, ModuleCard, QueryAnswer } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { Chains } from '../chains';
import { cardOf, Modules } from '../modules';
import { GATEWAY_LIMITS } from './limits';
import { NodeRelay } from './node-relay';

/** A set of modules as a chain numbers them: 0 is what it was founded with. */
interface Seen {
  readonly set: number;
  /** Undefined: those of the founding. */
  readonly cards: readonly ModuleCard[] | undefined;
  readonly askedAtMs: number;
}
const FOUNDING = { set: 0, cards: undefined } as const;

/** What a chain takes and answers now. Validators may have changed its modules since it was founded, so a node is asked every few seconds. */
@Injectable()
export class CardsInForce {
  readonly #seen = new Map<string, Seen>();
  readonly #asking = new Map<string, Promise<Seen>>();

  constructor(
    private readonly chains: Chains,
    private readonly modules: Modules,
    private readonly relay: NodeRelay,
  ) {}

  async of(organisationId: string, chainId: string): Promise<readonly ModuleCard[]> {
    const founding = await this.chains.commands(organisationId, chainId); // Whoever may not see the chain ends here.
    return (await this.#look(organisationId, chainId)).cards ?? founding;
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
    this.#seen.delete(chainId);
    this.#seen.set(chainId, seen);
    if (this.#seen.size > GATEWAY_LIMITS.cardsKept) this.#seen.delete(this.#seen.keys().next().value ?? '');
    return seen;
  }

  async #observe(organisationId: string, chainId: string, before: Seen | undefined): Promise<Omit<Seen, 'askedAtMs'>> {
    const { set } = (await this.#kernel(organisationId, chainId, 'history')) as { readonly set?: unknown };
    if (typeof set !== 'number' || set === 0) return FOUNDING;
    if (set === before?.set) return before;
    const { modules } = (await this.#kernel(organisationId, chainId, 'modules')) as { readonly modules: readonly { readonly name: string; readonly version: string; readonly params: JsonObject }[] };
    const cards = modules.flatMap(({ name, version, params }) => {
      const known = this.modules.registry.find(name, version);
      return known === undefined ? [] : [cardOf(known as ModuleDefinition, params)];
    });
    return { set, cards };
  }

  async #kernel(organisationId: string, chainId: string, query: string): Promise<unknown> {
    const request = { method: 'POST', path: `/queries/kernel/${query}`, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}'), timeoutMs: GATEWAY_LIMITS.cardsTimeoutMs } as const;
    return (await this.relay.json<QueryAnswer>(organisationId, chainId, request)).answer ?? {};
  }
}
