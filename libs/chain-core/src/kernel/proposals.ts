import { canonicalText, parseCanonicalJson } from '../codec/json';
import type { ModuleContext } from '../module/definition/context';
import type { ReadView } from '../module/definition/stores';
import { toHex, type PublicKey } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { isFreshKeys, isOfSeats, type Proposal, type SeatChange, type SeatProposal } from './change';
import { committeeOf } from './committees';
import { KERNEL_LIMITS } from './limits';
import { nextCommittee, type NextCommittee, type Presence } from './next-committee';
import { withChange, type SeatPlan, type Surroundings } from './seat-plan';
import { getJson, readEpoch, readSeats, u32Bytes, type Seated } from './stores';
import { keysOf, readRegistered } from './voting-keys';

type Context = ModuleContext<GenesisDocument>;

/** All proposals that wait or are approved, oldest first. */
export function readProposals(state: ReadView): readonly Proposal[] {
  return state.range('changes', { limit: KERNEL_LIMITS.openMax * 2 }).map(({ value }) => parseCanonicalJson(value) as unknown as Proposal);
}

/** One that waits or is approved. Refuses NO_SUCH_CHANGE {change}. */
export function readProposal(state: ReadView, id: number): Proposal {
  return getJson<Proposal>(state, 'changes', u32Bytes(id)) ?? refuse('NO_SUCH_CHANGE', { change: id });
}

/** @param open proposals that wait or are approved. Refuses CHANGE_DUPLICATE. */
export function refuseDuplicate(changes: Proposal['changes'], open: readonly Proposal[]): void {
  const text = canonicalText(changes as unknown as Json);
  const same = open.find((proposal) => canonicalText(proposal.changes as unknown as Json) === text);
  if (same !== undefined) refuse('CHANGE_DUPLICATE', { change: same.id });
}

/** A seat that is about to change is not changed by another proposal before. Refuses SEAT_CONFLICTS {change, seat, lastHeight}. */
export function refuseConflict(changes: readonly SeatChange[], open: readonly Proposal[], own?: number): void {
  for (const { id, changes: approved, lastHeight } of open.filter(isOfSeats).filter((proposal) => proposal.lastHeight > 0 && proposal.id !== own)) {
    const seat = approved.map(seatOfChange).find((number) => number !== undefined && changes.some((change) => seatOfChange(change) === number));
    if (seat !== undefined) refuse('SEAT_CONFLICTS', { change: id, seat, lastHeight });
  }
}

/** Fresh voting keys contradict nothing: the seat stays what and where it is. */
function seatOfChange(change: SeatChange): number | undefined {
  if (change.kind === 'add-seat' || change.kind === 'set-consensus') return undefined;
  return isFreshKeys(change) ? undefined : change.seat;
}

/** The seat whose node speaks. */
export function seatOfActor({ state }: Context, actor: PublicKey): Seated | undefined {
  const nodeKey = toHex(actor);
  return readSeats(state).find(({ seat }) => seat.nodeKey === nodeKey);
}

/** The validator whose node speaks. Refuses NOT_A_VALIDATOR {key} or {seat}. */
export function validatorOfActor(context: Context, actor: PublicKey): Seated {
  const seated = seatOfActor(context, actor);
  return seated?.seat.role === 'validator' ? seated : refuse('NOT_A_VALIDATOR', seated === undefined ? { key: toHex(actor) } : { seat: seated.number });
}

export function surroundings({ state, params }: Context): Surroundings {
  return { genesis: params, registered: (seat, scheme) => readRegistered(state, seat, scheme) };
}

/** The seats as they are, with the voting keys that seats have registered in place of their present ones. */
export function planNow(context: Context): SeatPlan {
  const { consensus, nextSeat } = readEpoch(context.state, context.params);
  const seats = readSeats(context.state).map(({ number, seat }) => {
    const keys = seat.role === 'validator' ? readRegistered(context.state, number, consensus.certificates) : undefined;
    return { number, seat: keys === undefined ? seat : { ...seat, ...keysOf(keys) } };
  });
  return { seats, consensus, nextSeat };
}

/** Whoever registered a key has spoken on the chain too. */
export function presenceIn({ state, params }: Context, proposals: readonly Proposal[]): Presence {
  const { epoch, consensus } = readEpoch(state, params);
  const speaking = readSeats(state).filter(({ number }) => readRegistered(state, number, consensus.certificates) !== undefined);
  const confirmed = [...proposals.flatMap((proposal) => proposal.confirmed), ...speaking.map(({ seat }) => seat.nodeKey)];
  return { present: new Set(committeeOf(state, epoch, params)!.seats.map(({ nodeKey }) => toHex(nodeKey))), confirmed: new Set(confirmed) };
}

/** The plan after all that is approved, and then `last`. @throws Refusal of `withChange`. */
export function planWith(context: Context, proposals: readonly Proposal[], last: readonly SeatChange[]): SeatPlan {
  const approved = proposals.filter(isOfSeats).filter(({ lastHeight }) => lastHeight > 0).flatMap(({ changes }) => changes);
  return [...approved, ...last].reduce((plan, change) => withChange(plan, change, surroundings(context)), planNow(context));
}

/** What the proposal would lead to. @throws Refusal of `withChange` and `nextCommittee`. */
export function committeeAfter(context: Context, proposal: SeatProposal): NextCommittee {
  const proposals = readProposals(context.state);
  return nextCommittee(planWith(context, proposals, proposal.changes), presenceIn(context, [...proposals, proposal]));
}

/** Node keys that a proposal would make validators of: these may confirm, and may connect before they are seats. */
export function newcomersOf(state: ReadView, { changes }: Proposal): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind === 'add-seat') return [change.seat.nodeKey];
    if (change.kind === 'replace-keys') return change.nodeKey === undefined ? [] : [change.nodeKey];
    if (change.kind !== 'set-role' || change.role !== 'validator') return [];
    return readSeats(state).filter(({ number }) => number === change.seat).map(({ seat }) => seat.nodeKey);
  });
}

