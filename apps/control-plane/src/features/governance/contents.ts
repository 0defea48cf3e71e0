import { Injectable } from '@nestjs/common';
import type { ChangeView, JsonObject, ProposedChange, QueryAnswer } from '@bystack/api';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { keepNewest } from '@bystack/chain-core/primitives/keep-newest';
import { canonicalOf, NodeRelay, questionTo } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';
import { objectOf } from './parts-words';

/** What lies beside a proposal on the chain, not in it: packages, and parameters of a new module. */
@Injectable()
export class Contents {
  /** By chain and the hash that the proposal names, so nothing in it ever becomes old, and nobody learns what is on another's chain; the newest last. */
  readonly #known = new Map<string, JsonObject>();

  constructor(private readonly relay: NodeRelay) {}

  /** The changes as they were proposed. What cannot be read, or is longer than `bytesMax`, stays as the chain keeps it: hash and size. */
  filled(organisationId: string, chainId: string, { id, changes }: Pick<ProposedChange, 'id' | 'changes'>, bytesMax = Infinity): Promise<readonly ChangeView[]> {
    return Promise.all(
      changes.map(async (change, place) => {
        const { bytes, hash: named } = change;
        if (typeof bytes !== 'number' || typeof named !== 'string' || bytes > bytesMax) return change;
        const content = this.#known.get(`${chainId} ${named}`) ?? (await this.#read(organisationId, chainId, { id, place, named, bytes }));
        return content === undefined ? change : withContent(change, content);
      }),
    );
  }

  /** A node that was asked a moment too late has it no more; one that lies about it is not believed. */
  async #read(organisationId: string, chainId: string, { id, place, named, bytes }: { id: number; place: number; named: string; bytes: number }): Promise<JsonObject | undefined> {
    const request = questionTo('kernel', 'content', { change: id, place }, GOVERNANCE_LIMITS.contentTimeoutMs);
    const answer = await this.relay.json<QueryAnswer>(organisationId, chainId, request).catch(() => undefined);
    const content = objectOf(answer?.answer);
    const canonical = canonicalOf(content);
    if (canonical?.length !== bytes || toHex(hash(canonical)) !== named) return undefined;
    keepNewest(this.#known, `${chainId} ${named}`, content, GOVERNANCE_LIMITS.contentsKept);
    return content;
  }
}

function withContent({ hash: _, bytes: __, ...change }: ChangeView, content: JsonObject): ChangeView {
  if (change.kind === 'swap-module') return { ...change, by: { ...objectOf(change.by), parameters: content } };
  const { package: ___, ...asked } = change;
  return { ...asked, content };
}
