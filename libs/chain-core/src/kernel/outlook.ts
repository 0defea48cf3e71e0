import type { ModuleContext } from '../module/define-module';
import type { Json, JsonObject } from '../primitives/json';
import { Refusal } from '../primitives/refusal';
import { quorumOf } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import type { Change, Proposal } from './change';
import { committeeOf } from './committees';
import { nextCommittee, type Presence } from './next-committee';
import type { Plan } from './plan';
import { newcomersOf, planWith, presenceIn, readProposals } from './proposals';
import { readEpoch } from './stores';

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
export function outlook(context: Context, { changes }: { changes: readonly Change[] }): Json {
  const now = sumsNow(context);
  const proposals = readProposals(context.state);
  const planned = attempt(() => planWith(context, proposals, changes));
  if ('refusal' in planned) return { now, refusal: planned.refusal } as unknown as Json;
  const newcomers = newcomersOf(context.state, { changes } as Proposal);
  const present = presenceIn(context, proposals);
  const last = attempt(() => sumsOf(planned.value, { ...present, confirmed: new Set([...present.confirmed, ...newcomers]) }));
  if ('refusal' in last) return { now, refusal: last.refusal } as unknown as Json;
  const yet = attempt(() => sumsOf(planned.value, present));
  return { now, then: last.value, ...('refusal' in yet && { waits: yet.refusal }) } as unknown as Json;
}

function sumsNow({ state, params }: Context): Sums {
  const { epoch } = readEpoch(state, params);
  const { seats, scheme } = committeeOf(state, epoch, params)!;
  const quorum = quorumOf(seats.length);
  return { validators: seats.length, quorum, mayFail: seats.length - quorum, scheme };
}

function sumsOf(plan: Plan, presence: Presence): Sums {
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
