import { Injectable } from '@nestjs/common';
import { objectOf, type ChangeView, type JsonObject, type ProposedChange, type QueryAnswer } from '@bystack/api';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { canonicalOf, isQueryAnswer, NodeRelay, questionTo } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';

type Kept = Pick<ProposedChange, 'id' | 'changes'>;
/** One thing that lies beside a proposal: where, and what it must be. */
interface Named {
  readonly id: number;
  readonly place: number;
  readonly hash: string;
  readonly bytes: number;
}

/** What lies beside a proposal on the chain, not in it: packages, and parameters of a new module. */
@Injectable()
export class Contents {
  /** By chain and the hash that the proposal names, so nothing in it ever becomes old, and nobody learns what is on another's chain; the newest last. */
  readonly #known = new Map<string, JsonObject>();

  constructor(private readonly relay: NodeRelay) {}

  /** The changes as they were proposed. What cannot be read stays as the chain keeps it: hash and size. */
  async filled(organisationId: string, chainId: string, proposal: Kept): Promise<readonly ChangeView[]> {
    const [changes] = await this.#fill(organisationId, chainId, [proposal], () => true);
    return changes;
  }

  /** The same of many, in their order. Of what is not known yet only so much is read, the newest proposals' first, and nothing that is longer than `bytesMax`: whoever asks again finds more. */
  filledAll(organisationId: string, chainId: string, proposals: readonly Kept[], bytesMax: number): Promise<readonly (readonly ChangeView[])[]> {
    const short = (named: Named): boolean => named.bytes <= bytesMax;
    const missing = proposals.flatMap(namedIn).filter((named) => short(named) && !this.#known.has(`${chainId} ${named.hash}`));
    const read = new Set(missing.slice(-GOVERNANCE_LIMITS.contentsReadMax).map(({ hash }) => hash));
    return this.#fill(organisationId, chainId, proposals, (named) => short(named) && (read.has(named.hash) || this.#known.has(`${chainId} ${named.hash}`)));
  }

  #fill(organisationId: string, chainId: string, proposals: readonly Kept[], isWanted: (named: Named) => boolean): Promise<readonly (readonly ChangeView[])[]> {
    return Promise.all(
      proposals.map((proposal) => {
        const named = new Map(namedIn(proposal).filter(isWanted).map((one) => [one.place, one]));
        return Promise.all(proposal.changes.map((change, place) => this.#one(organisationId, chainId, change, named.get(place))));
      }),
    );
  }

  async #one(organisationId: string, chainId: string, change: ChangeView, named: Named | undefined): Promise<ChangeView> {
    if (named === undefined) return change;
    const content = this.#known.get(`${chainId} ${named.hash}`) ?? (await this.#read(organisationId, chainId, named));
    return content === undefined ? change : withContent(change, content);
  }

  /** A node that was asked a moment too late has it no more; one that lies about it is not believed, and another is asked. */
  async #read(organisationId: string, chainId: string, { id, place, hash: wanted, bytes }: Named): Promise<JsonObject | undefined> {
    const isIt = (told: unknown): told is QueryAnswer => {
      const canonical = isQueryAnswer(told) ? canonicalOf(objectOf(told.answer)) : undefined;
      return canonical?.length === bytes && toHex(hash(canonical)) === wanted;
    };
    const request = { ...questionTo('kernel', 'content', { change: id, place }), timeoutMs: GOVERNANCE_LIMITS.contentTimeoutMs };
    const answer = await this.relay.jsonThat(organisationId, chainId, request, isIt).catch(() => undefined);
    if (answer === undefined) return undefined;
    const content = objectOf(answer.answer);
    keepNewest(this.#known, `${chainId} ${wanted}`, content, GOVERNANCE_LIMITS.contentsKept);
    return content;
  }
}

function namedIn({ id, changes }: Kept): readonly Named[] {
  return changes.flatMap(({ bytes, hash: named }, place) => (typeof bytes === 'number' && typeof named === 'string' ? [{ id, place, hash: named, bytes }] : []));
}

function withContent({ hash: _, bytes: __, ...change }: ChangeView, content: JsonObject): ChangeView {
  if (change.kind === 'swap-module') return { ...change, by: { ...objectOf(change.by), parameters: content } };
  const { package: ___, ...asked } = change;
  return { ...asked, content };
}
