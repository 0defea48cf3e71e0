import type { ModuleContext } from '../module/definition/context';
import type { ReadView } from '../module/definition/stores';
import type { Json, JsonObject } from '../primitives/json';
import { Refusal } from '../primitives/refusal';
import { quorumOf } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import type { ModuleResolver } from '../module/active-modules';
import { abilityFor } from './announce-protocols';
import { isOfModules, isOfRules, subjectOf, type Change, type ModuleChange, type Proposal, type RuleChange, type RuleProposal, type SeatChange } from './change';
import { committeeOf } from './committees';
import { refuseContradictions } from './contradictions';
import { heldBy, sharedAmountsOf, type AmountOf } from './held';
import { nextCommittee, type Presence } from './next-committee';
import type { SeatPlan } from './seat-plan';
import { keptChanges, type PlannedChanges } from './module-plan';
import { planModules } from './plan-modules';
import { refuseHeld, refuseUnrunnable } from './refuse-plan';
import { idOf, migrationOf, type Renewal } from './renewal';
import { policyAfter, policyInForce, votesNeeded, votesUnder } from './policy';
import { newcomersOf, planWith, presenceIn, readProposal, readProposals } from './proposals';
import { checkModuleProposal, modulesAfter, planContext, planned } from './propose-modules';
import { checkRule, checkRuleDecided } from './propose-rules';
import type { VotingPolicy } from './rules';
import { readEpoch } from './stores';
import { unbroken } from './unbroken';
import { givesBack, hasWayBack, packageSwapViews } from './way-back';

type Context = ModuleContext<GenesisDocument>;

/** The sums of a committee: who votes, how many must sign, how many may fail. */
interface Sums {
  readonly validators: number;
  readonly quorum: number;
  readonly mayFail: number;
  readonly scheme: string;
}

/**
 * What changes would lead to, after all that is approved: `now` and, unless they are impossible in themselves, `then`. `refusal`: why they cannot take effect,
 * even if every newcomer were there. `waits`: why the approval that decides would still be refused now; newcomers must confirm first.
 */
export function outlook(context: Context, { changes }: { changes: readonly Change[] }, resolver: ModuleResolver): Json {
  const now = sumsNow(context);
  const subject = attempt(() => subjectOf(changes));
  if ('refusal' in subject) return { now, refusal: subject.refusal } as unknown as Json;
  if (subject.value === 'rules') return outlookOfRule(context, changes[0] as RuleChange, now);
  if (subject.value === 'seats') return outlookOfSeats(context, changes as readonly SeatChange[], now);
  const id = readEpoch(context.state, context.params).nextChange;
  return outlookOfModules(context, resolver, now, () => {
    const asked = planned(context, resolver, id, changes as readonly ModuleChange[]);
    checkModuleProposal(context, resolver, asked, readProposals(context.state));
    return asked;
  });
}

/** The same for a proposal that waits. Refuses NO_SUCH_CHANGE. */
export function outlookOf(context: Context, { change }: { change: number }, resolver: ModuleResolver): Json {
  const now = sumsNow(context);
  const proposal = readProposal(context.state, change);
  if (isOfRules(proposal)) return outlookOfRule(context, proposal.changes[0], now, proposal.lastHeight > 0 ? undefined : proposal);
  if (!isOfModules(proposal)) return outlookOfSeats(context, proposal.changes as readonly SeatChange[], now);
  const made = outlookOfModules(context, resolver, now, () => keptChanges(context.state, proposal)) as JsonObject;
  const decided = proposal.lastHeight > 0 ? undefined : attempt(() => modulesAfter(context, resolver, proposal));
  return decided !== undefined && 'refusal' in decided && !('refusal' in made) ? ({ ...made, waits: decided.refusal } as unknown as Json) : made;
}

/** The committee stays. `modules`: which get stores of their own, whether records come along, and whether they could be carried back; `packages`: which go by another package, and what it does to records. What this node's software cannot run is refused too. */
function outlookOfModules(context: Context, resolver: ModuleResolver, now: Sums, ask: () => PlannedChanges): Json {
  const surroundings = planContext(context, resolver);
  const made = attempt(() => {
    const plan = planModules(surroundings, ask());
    refuseUnrunnable(surroundings, plan);
    refuseHeld(context.state, plan);
    return { modules: plan.renewals.map((renewal) => renewalView(context.state, resolver, renewal)), packages: packageSwapViews(resolver, plan) };
  });
  return ('refusal' in made ? { now, refusal: made.refusal } : { now, then: now, ...made.value }) as unknown as Json;
}

/** What people must know of a renewal before they vote. */
export interface RenewalView {
  readonly from: string;
  readonly to: string;
  readonly carriesOver: boolean;
  readonly carriesBack: boolean;
  /** Outputs locked to the old module that their owners can spend themselves from then on; left out: none. */
  readonly returned?: number;
  /** What the new module takes over of what the old one holds without an owner; left out: nothing. */
  readonly takenOver?: TakeOverView;
}
export interface TakeOverView {
  readonly outputs: number;
  readonly assets: readonly AmountOf[];
  /** Else there are more assets than are named. */
  readonly areAll: boolean;
  /** Whether the old module, or another version of it, could take it over again. */
  readonly givesBack: boolean;
}

export function renewalView(state: ReadView, resolver: ModuleResolver, renewal: Renewal): RenewalView {
  const { from, to, takesOver } = renewal;
  const { owned, shared } = heldBy(state, from);
  const carries = { carriesOver: unbroken(to.name, () => migrationOf(resolver, renewal)) !== undefined, carriesBack: hasWayBack(resolver, renewal) };
  const takenOver = takesOver && shared > 0 && { outputs: shared, ...sharedAmountsOf(state, from), givesBack: givesBack(resolver, renewal) };
  return { from: idOf(from), to: idOf(to), ...carries, ...(owned > 0 && { returned: owned }), ...(takenOver && { takenOver }) };
}

/** The committee stays. `protocol`: how many run the version, and how many must; `policy`: how is decided now, and then. @param waiting the proposal, if it waits for approvals */
function outlookOfRule(context: Context, change: RuleChange, now: Sums, waiting?: RuleProposal): Json {
  const counted = change.kind === 'set-policy' ? { policy: policies(context, change) } : change.kind === 'activate-protocol' ? { protocol: abilityFor(context, change.version) } : {};
  const made = attempt(() => (waiting === undefined ? checkRule(context, change) : checkRuleDecided(context, waiting)));
  if (!('refusal' in made)) return { now, then: now, ...counted } as unknown as Json;
  return { now, ...counted, ...(waiting === undefined ? { refusal: made.refusal } : { then: now, waits: made.refusal }) } as unknown as Json;
}

function policies(context: Context, change: Extract<RuleChange, { kind: 'set-policy' }>): JsonObject {
  const { validators } = votesNeeded(context, []);
  const of = (policy: VotingPolicy) => ({ ...policy, ...votesUnder(policy, validators) });
  return { now: of(policyInForce(context)), then: of(policyAfter(context, change)) } as unknown as JsonObject;
}

function outlookOfSeats(context: Context, changes: readonly SeatChange[], now: Sums): Json {
  const proposals = readProposals(context.state);
  const next = attempt(() => {
    refuseContradictions(changes);
    return planWith(context, proposals, changes);
  });
  if ('refusal' in next) return { now, refusal: next.refusal } as unknown as Json;
  const newcomers = newcomersOf(context.state, { changes } as unknown as Proposal);
  const present = presenceIn(context, proposals);
  const last = attempt(() => sumsOf(next.value, { ...present, confirmed: new Set([...present.confirmed, ...newcomers]) }));
  if ('refusal' in last) return { now, refusal: last.refusal } as unknown as Json;
  const yet = attempt(() => sumsOf(next.value, present));
  return { now, then: last.value, ...('refusal' in yet && { waits: yet.refusal }) } as unknown as Json;
}

function sumsNow({ state, params }: Context): Sums {
  const { epoch } = readEpoch(state, params);
  const { seats, scheme } = committeeOf(state, epoch, params)!;
  const quorum = quorumOf(seats.length);
  return { validators: seats.length, quorum, mayFail: seats.length - quorum, scheme };
}

function sumsOf(plan: SeatPlan, presence: Presence): Sums {
  const { seats, quorum, mayFail } = nextCommittee(plan, presence);
  return { validators: seats.length, quorum, mayFail, scheme: plan.consensus.certificates };
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly refusal: { readonly code: string; readonly facts: JsonObject } } {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: { code: error.code, facts: error.facts as JsonObject } };
  }
}
