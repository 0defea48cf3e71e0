import { Injectable } from '@nestjs/common';
import type { ChangesTold, ChangeView, Outlook, OutlookView, PlanLine, ProposedChange } from '@bystack/api';
import { codeOf } from '../../platform/errors';
import { forAMoment, isAnswerWith, isTold, NodeRelay, questionTo, type AnswerWith } from '../gateway';
import { Modules } from '../modules';
import { AssetNames } from './asset-names';
import { Candidates } from './candidates';
import { kernelError, kernelWords } from './kernel-words';
import { GOVERNANCE_LIMITS } from './limits';
import { ModuleWarnings } from './module-warnings';
import type { KnownModules } from './module-words';
import { ModulesNow } from './modules-now';
import { PackageSwaps } from './package-swaps';
import { PackageWarnings } from './package-warnings';
import { planWords } from './plan-words';
import { votesWords } from './policy-words';
import { ruleChanges } from './rule-changes';
import { Seats } from './seats';
import { abilityWords, sumsWords } from './sums-words';
import { valueChanges } from './value-changes';

const isOutlook = isAnswerWith(isTold('Outlook'));

/** What changes would lead to. A node's kernel does the sums, so that nobody else can do them differently. */
@Injectable()
export class Outlooks {
  constructor(
    private readonly relay: NodeRelay,
    private readonly seats: Seats,
    private readonly candidates: Candidates,
    private readonly moduleWarnings: ModuleWarnings,
    private readonly modulesNow: ModulesNow,
    private readonly packageSwaps: PackageSwaps,
    private readonly packageWarnings: PackageWarnings,
    private readonly assetNames: AssetNames,
    private readonly modules: Modules,
  ) {}

  /** For changes as people ask for them. */
  async asked(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<OutlookView> {
    const seen = await this.seats.see(organisationId, chainId);
    return this.of(organisationId, chainId, await this.candidates.fillIn(organisationId, chainId, changes, seen));
  }

  async of(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<OutlookView> {
    return this.#view(organisationId, chainId, changes, await this.#ask(organisationId, chainId, 'outlook', { changes }));
  }

  /** Of a proposal that waits. @param changes with what lies beside it, as far as that was read @param since height at which a node told of it */
  async ofProposal(organisationId: string, chainId: string, { id, changes }: ProposedChange, since: number): Promise<OutlookView> {
    return this.#view(organisationId, chainId, changes, await this.#ask(organisationId, chainId, 'outlook-of', { change: id }, since));
  }

  /** Throws why the changes cannot take effect, with the arithmetic, before anybody is asked to approve them. @param save codes that do not matter here @param since height that whoever says so must have seen */
  async expectPossible(organisationId: string, chainId: string, changes: readonly ChangeView[], { save = new Set(), since = 0 }: { save?: ReadonlySet<string>; since?: number } = {}): Promise<void> {
    const { refusal } = await this.#ask(organisationId, chainId, 'outlook', { changes }, since);
    if (refusal && !save.has(refusal.code)) throw kernelError(refusal, '/changes');
  }

  /** Throws what the approval that decides about a proposal would be refused for, before the first one is recorded. What nodes are about to say by themselves is waited for. */
  expectDecidable(organisationId: string, chainId: string, id: number, since: number): Promise<void> {
    const look = async (): Promise<void> => {
      const { refusal, waits } = await this.#ask(organisationId, chainId, 'outlook-of', { change: id }, since);
      const why = refusal ?? waits;
      if (why !== undefined) throw kernelError(why);
    };
    return forAMoment(GOVERNANCE_LIMITS.able, look, (error) => codeOf(error) === 'NO_QUORUM_ABLE');
  }

  /** Of one that is approved and waits for its height: what it does, for nothing is to be decided any more. */
  async ofApproved(organisationId: string, chainId: string, { id, changes }: ProposedChange, since: number): Promise<ChangesTold> {
    return this.#told(organisationId, chainId, changes, await this.#ask(organisationId, chainId, 'outlook-of', { change: id }, since));
  }

  /** What nothing forbids and a vote should mind. */
  async warnings(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<readonly PlanLine[]> {
    return (await this.#beside(organisationId, chainId, changes)).warnings;
  }

  async #view(organisationId: string, chainId: string, changes: readonly ChangeView[], outlook: Outlook): Promise<OutlookView> {
    return viewOf(outlook, outlook.refusal ? NOTHING : await this.#told(organisationId, chainId, changes, outlook));
  }

  async #told(organisationId: string, chainId: string, changes: readonly ChangeView[], outlook: Outlook): Promise<ChangesTold> {
    const [{ now, packages, warnings }, called] = await Promise.all([this.#beside(organisationId, chainId, changes), this.assetNames.of(organisationId, chainId, changes)]);
    const known: KnownModules = { called, moduleNamed: (name, version) => this.modules.moduleNamed(name, version) };
    return {
      plan: [...(outlook.refusal ? [] : planWords(changes, outlook, known)), ...warnings],
      values: valueChanges(changes, now, known),
      rules: packages.flatMap(({ before, after }) => (before === undefined ? [] : ruleChanges(before, after))),
    };
  }

  /** What is looked up beside the sums: modules in force, packages that come, and what both are to be warned of. */
  async #beside(organisationId: string, chainId: string, changes: readonly ChangeView[]) {
    const now = await this.modulesNow.besides(organisationId, chainId, changes);
    const [warned, packages] = await Promise.all([this.moduleWarnings.of(organisationId, chainId, changes, now), this.packageSwaps.in(organisationId, chainId, changes, now)]);
    return { now, packages, warnings: [...warned, ...this.packageWarnings.of(changes, packages, now)] };
  }

  /** Of a node that is not behind that height, if there is one. */
  async #ask(organisationId: string, chainId: string, query: string, args: object, since = 0): Promise<Outlook> {
    const question = questionTo('kernel', query, args);
    const isFresh = (told: unknown): told is AnswerWith<Outlook> => isOutlook(told) && told.height >= since;
    const fresh = since > 0 ? await this.relay.jsonThat(organisationId, chainId, { ...question, timeoutMs: GOVERNANCE_LIMITS.freshTimeoutMs }, isFresh).catch(() => undefined) : undefined;
    return (fresh ?? (await this.relay.json(organisationId, chainId, question, isOutlook))).answer;
  }
}

const NOTHING: ChangesTold = { plan: [], values: [], rules: [] };

function viewOf({ now, then: after, refusal, waits, protocol, policy }: Outlook, told: ChangesTold): OutlookView {
  const then = after ?? null;
  return {
    now,
    then,
    words: sumsWords(now, then),
    ...told,
    rule: protocol ? abilityWords(protocol) : policy ? votesWords(policy) : null,
    refusal: refusal ? { code: refusal.code, words: kernelWords(refusal) } : null,
    waits: waits ? { code: waits.code, words: kernelWords(waits) } : null,
  };
}
