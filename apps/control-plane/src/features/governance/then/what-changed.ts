import { Injectable } from '@nestjs/common';
import type { ChangeView, DecidedChange, WhatChanged } from '@bystack/api';
import { parseCanonicalJson } from '@bystack/chain-core/codec/json';
import type { GenesisDocument } from '@bystack/chain-core/protocol/genesis';
import { ChainStore } from '../../chains';
import { Contents } from '../contents';
import type { KnownModules } from '../module-words';
import { PackageSwaps } from '../package-swaps';
import { ruleChanges } from '../rule-changes';
import { AskedThen } from './asked-then';
import { moduleValues } from './module-values';
import { ModulesThen } from './modules-then';
import { stateAfter } from './state-then';
import { valuesThen } from './values-then';

export interface ChangedThen extends WhatChanged {
  /** As they were proposed, as far as that can be had. */
  readonly changes: readonly ChangeView[];
}

const OF_MODULES = new Set(['set-parameters', 'swap-package', 'swap-module']);
const OF_MODULES_ONLY = new Set([...OF_MODULES, 'publish-package', 'retire-package', 'cancel-change', 'replace-keys']);

/**
 * What a proposal that is over changed, or would have: against what was in force in the block it ended in, never against what is now. Modules come from the sets that the state keeps; seats, consensus and
 * policy from the founding and what took effect since, unless the chain remembers too little of that.
 */
@Injectable()
export class WhatChangedThen {
  constructor(
    private readonly asked: AskedThen,
    private readonly contents: Contents,
    private readonly modulesThen: ModulesThen,
    private readonly packageSwaps: PackageSwaps,
    private readonly store: ChainStore,
  ) {}

  /** @param earlier all that were over before it, oldest first; undefined: the chain remembers not all of them */
  async of(organisationId: string, chainId: string, decided: DecidedChange, earlier: readonly DecidedChange[] | undefined, known: KnownModules): Promise<ChangedThen> {
    const changes = await this.#changes(organisationId, chainId, decided);
    const [ofModules, ofSeats] = await Promise.all([this.#modules(organisationId, chainId, decided, changes, known), this.#seats(organisationId, chainId, changes, earlier, known)]);
    const isWhole = ofSeats !== undefined && !changes.some(isShortened);
    return { changes, values: [...(ofSeats ?? []), ...ofModules.values], rules: ofModules.rules, isWhole };
  }

  async #changes(organisationId: string, chainId: string, decided: DecidedChange): Promise<readonly ChangeView[]> {
    if (!decided.changes.some(isShortened)) return decided.changes;
    const asked = await this.asked.of(organisationId, chainId, decided);
    const isKept = decided.ending.outcome === 'took-effect' && asked.some(isShortened);
    return isKept ? this.contents.filled(organisationId, chainId, { id: decided.id, changes: asked }) : asked;
  }

  async #modules(organisationId: string, chainId: string, { height }: DecidedChange, changes: readonly ChangeView[], known: KnownModules): Promise<Pick<WhatChanged, 'values' | 'rules'>> {
    if (!changes.some(({ kind }) => OF_MODULES.has(kind))) return { values: [], rules: [] };
    const before = await this.modulesThen.at(organisationId, chainId, height);
    const packages = await this.packageSwaps.in(organisationId, chainId, changes, before);
    return { values: moduleValues(changes, before, packages, known), rules: packages.flatMap(({ before: was, after }) => (was === undefined ? [] : ruleChanges(was, after))) };
  }

  async #seats(organisationId: string, chainId: string, changes: readonly ChangeView[], earlier: readonly DecidedChange[] | undefined, known: KnownModules) {
    if (changes.every(({ kind }) => OF_MODULES_ONLY.has(kind))) return [];
    if (earlier === undefined) return undefined;
    const genesis = parseCanonicalJson(await this.store.genesis(organisationId, chainId)) as unknown as GenesisDocument;
    return valuesThen(stateAfter(genesis, earlier), changes, known);
  }
}

function isShortened(change: ChangeView): boolean {
  return 'hash' in change && 'bytes' in change;
}
