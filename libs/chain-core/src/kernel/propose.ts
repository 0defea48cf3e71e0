import type { ApplyContext, CheckContext, ModuleContext } from '../module/definition/context';
import { Refusal, refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import type { ModuleResolver } from '../module/active-modules';
import { isOfModules, isOfRules, subjectOf, type Change, type ModuleChange, type Proposal, type RuleChange, type SeatChange, type SeatProposal } from './change';
import { conclude, forgetOver } from './conclude';
import { refuseContradictions } from './contradictions';
import { KERNEL_LIMITS } from './limits';
import { approveModules, checkModuleProposal, keepDocuments, modulesAfter, planned } from './propose-modules';
import type { PlannedChanges } from './module-plan';
import { approveRule, checkRule, checkRuleDecided } from './propose-rules';
import { isOver, lastHeightOf, votesNeeded } from './policy';
import { committeeAfter, planWith, readProposal, readProposals, refuseConflict, refuseDuplicate, validatorOfActor } from './proposals';
import { putJson, readEpoch, readSeats, u32Bytes, writeEpoch } from './stores';

type Check = CheckContext<GenesisDocument>;
type Apply = ApplyContext<GenesisDocument>;
type Context = ModuleContext<GenesisDocument>;

export interface ProposePayload {
  readonly changes: readonly Change[];
  readonly note?: string;
  readonly atHeight?: number;
}
export interface ChangePayload {
  readonly change: number;
}

/** In this order: NOT_A_VALIDATOR, TOO_MANY_OPEN, HEIGHT_TOO_FAR, CANCELS_AT_ONCE, and what `checkChanges` refuses. */
export function checkPropose(context: Check, { changes, atHeight = 0 }: ProposePayload, resolver: ModuleResolver): void {
  const { number } = validatorOfActor(context, context.actor);
  const open = readProposals(context.state).filter((proposal) => !isOver(context, proposal));
  if (open.length >= KERNEL_LIMITS.openMax || open.filter(({ proposedBy }) => proposedBy === number).length >= KERNEL_LIMITS.openPerSeatMax)
    refuse('TOO_MANY_OPEN', { open: open.length, openMax: KERNEL_LIMITS.openMax, openPerSeatMax: KERNEL_LIMITS.openPerSeatMax });
  if (atHeight > context.height + KERNEL_LIMITS.heightAheadMax) refuse('HEIGHT_TOO_FAR', { atHeight, heightMax: context.height + KERNEL_LIMITS.heightAheadMax });
  if (atHeight > 0 && changes.some(({ kind }) => kind === 'cancel-change')) refuse('CANCELS_AT_ONCE', { atHeight });
  checkChanges(context, changes, open, resolver);
}

/** In this order: CHANGES_MIXED, then for seats and rules CHANGE_DUPLICATE, for seats CHANGES_CONTRADICT and SEAT_CONFLICTS, and what the changes themselves are refused for; for modules as `checkModuleProposal` says. */
function checkChanges(context: Context, changes: readonly Change[], open: readonly Proposal[], resolver: ModuleResolver): void {
  const subject = subjectOf(changes);
  if (subject === 'modules') return checkModuleProposal(context, resolver, plannedNext(context, resolver, changes as readonly ModuleChange[]), open);
  refuseDuplicate(changes as Proposal['changes'], open);
  if (subject === 'rules') return checkRule(context, changes[0] as RuleChange);
  refuseContradictions(changes);
  refuseConflict(changes as readonly SeatChange[], open);
  planWith(context, open, changes as readonly SeatChange[]);
}

/** As the next proposal's. */
function plannedNext(context: Context, resolver: ModuleResolver, changes: readonly ModuleChange[]): PlannedChanges {
  return planned(context, resolver, readEpoch(context.state, context.params).nextChange, changes);
}

export function applyPropose(context: Apply, { changes, note = '', atHeight = 0 }: ProposePayload, resolver: ModuleResolver): void {
  const { state, params, timeMs } = context;
  forgetOver(context, KERNEL_LIMITS.forgottenAtOnce);
  const record = readEpoch(state, params);
  const { number } = validatorOfActor(context, context.actor);
  const ofModules = subjectOf(changes) === 'modules' ? plannedNext(context, resolver, changes as readonly ModuleChange[]) : undefined;
  const kept = ofModules?.changes ?? (changes as readonly (SeatChange | RuleChange)[]);
  const proposal: Proposal = { id: record.nextChange, changes: kept, note, atHeight, proposedBy: number, proposedAtMs: timeMs, approvals: [number], confirmed: [], lastHeight: 0 };
  if (ofModules !== undefined) keepDocuments(state, ofModules);
  writeEpoch(state, { ...record, nextChange: record.nextChange + 1 });
  putJson(state, 'changes', u32Bytes(proposal.id), proposal);
  context.emit('change-proposed', { change: proposal.id, seat: number, ...votesNeeded(context, kept) });
  // A validator that is alone, or a policy that asks for few, decides by proposing; where newcomers must confirm first an approval follows later.
  decideIfPossible(context, proposal, resolver);
}

/** Where the votes are there, and nothing else is missing. */
export function decideIfPossible(context: Apply, proposal: Proposal, resolver: ModuleResolver): void {
  if (hasVotes(context, proposal) && isPossible(() => refuseUndecidable(context, proposal, resolver))) approved(context, proposal, resolver);
}

/** Enough approve, and enough have voted at all. */
function hasVotes(context: Check, { changes, approvals, rejections = [] }: Pick<Proposal, 'changes' | 'approvals' | 'rejections'>): boolean {
  const { needed, quorum } = votesNeeded(context, changes);
  return countOf(context, approvals) >= needed && countOf(context, [...approvals, ...rejections]) >= quorum;
}

/** With one more vote for it, which takes a vote against back. */
function approvedBy(proposal: Proposal, number: number): Proposal {
  const { rejections, ...others } = proposal;
  const against = rejections?.filter((seat) => seat !== number) ?? [];
  return { ...others, approvals: [...new Set([...proposal.approvals, number])], ...(against.length > 0 && { rejections: against }) };
}

/** In this order: NOT_A_VALIDATOR, NO_SUCH_CHANGE, CHANGE_EXPIRED, ALREADY_APPROVED, and when this approval decides, what `committeeAfter`, `modulesAfter` or `checkRuleDecided` refuses. */
export function checkApprove(context: Check, { change }: ChangePayload, resolver: ModuleResolver): void {
  const { number } = validatorOfActor(context, context.actor);
  const proposal = openProposal(context, change);
  const decides = hasVotes(context, approvedBy(proposal, number));
  if (proposal.approvals.includes(number) && !decides) refuse('ALREADY_APPROVED', { change, seat: number });
  if (decides) refuseUndecidable(context, proposal, resolver);
}

function refuseUndecidable(context: Check, proposal: Proposal, resolver: ModuleResolver): void {
  if (isOfModules(proposal)) modulesAfter(context, resolver, proposal);
  else if (isOfRules(proposal)) checkRuleDecided(context, proposal);
  else {
    refuseConflict((proposal as SeatProposal).changes, readProposals(context.state), proposal.id);
    committeeAfter(context, proposal as SeatProposal);
  }
}

export function applyApprove(context: Apply, { change }: ChangePayload, resolver: ModuleResolver): void {
  const { number } = validatorOfActor(context, context.actor);
  const proposal = approvedBy(openProposal(context, change), number);
  putJson(context.state, 'changes', u32Bytes(change), proposal);
  context.emit('change-supported', { change, seat: number, approvals: countOf(context, proposal.approvals), ...votesNeeded(context, proposal.changes) });
  if (hasVotes(context, proposal)) approved(context, proposal, resolver);
}

/** In this order: NOT_A_VALIDATOR, NO_SUCH_CHANGE, CHANGE_EXPIRED, NOT_THE_PROPOSER. */
export function checkWithdraw(context: Check, { change }: ChangePayload): void {
  const { number } = validatorOfActor(context, context.actor);
  const proposal = openProposal(context, change);
  if (proposal.proposedBy !== number) refuse('NOT_THE_PROPOSER', { change, seat: proposal.proposedBy });
}

export function applyWithdraw(context: Apply, { change }: ChangePayload): void {
  conclude(context, readProposal(context.state, change), { outcome: 'withdrawn' });
  context.emit('change-withdrawn', { change });
}

/** The epoch ends with the block after this one, or at the height that was asked for. */
function approved(context: Apply, proposal: Proposal, resolver: ModuleResolver): void {
  if (isOfModules(proposal)) return approveModules(context, resolver, proposal);
  if (isOfRules(proposal)) return approveRule(context, proposal);
  const { state, params } = context;
  const { quorum, mayFail, seats } = committeeAfter(context, proposal as SeatProposal);
  const lastHeight = lastHeightOf(context, proposal);
  putJson(state, 'changes', u32Bytes(proposal.id), { ...proposal, lastHeight });
  endEpochAt(context, lastHeight);
  context.emit('change-approved', { change: proposal.id, lastHeight, epoch: readEpoch(state, params).epoch, validators: seats.length, quorum, mayFail });
}

/** Says at which height this epoch ends, unless it ends earlier anyway. */
export function endEpochAt({ state, params }: Apply, lastHeight: number): void {
  const record = readEpoch(state, params);
  const earliest = record.lastHeight === 0 ? lastHeight : Math.min(record.lastHeight, lastHeight);
  writeEpoch(state, { ...record, lastHeight: earliest });
}

/** One that can still be voted on. Refuses NO_SUCH_CHANGE, ALREADY_DECIDED {change, lastHeight}, CHANGE_EXPIRED {change}. */
export function openProposal(context: Check, id: number): Proposal {
  const proposal = readProposal(context.state, id);
  if (proposal.lastHeight > 0) refuse('ALREADY_DECIDED', { change: id, lastHeight: proposal.lastHeight });
  return isOver(context, proposal) ? refuse('CHANGE_EXPIRED', { change: id }) : proposal;
}

/** Votes of seats that still are validators. */
export function countOf({ state }: Check, approvals: readonly number[]): number {
  const validators = new Set(readSeats(state).filter(({ seat }) => seat.role === 'validator').map(({ number }) => number));
  return new Set(approvals.filter((number) => validators.has(number))).size;
}

function isPossible(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
