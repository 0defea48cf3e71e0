import type { ProposedChange } from '@bystack/api';
import { fail } from '../../platform/errors';
import type { OwnValidator, SeatsSeen } from './seats';

export function ownValidator({ own }: SeatsSeen, nodeId?: string): OwnValidator {
  const found = nodeId === undefined ? own[0] : own.find((seat) => seat.nodeId === nodeId);
  return found ?? fail('NO_VALIDATOR_HERE', nodeId === undefined ? {} : { field: '/nodeId' });
}

/** As many as are still needed, or those that are named. Whoever has approved may say so again when the rest was only waiting for newcomers; whoever is against is never turned around unless named. */
export function approvers(change: ProposedChange, { own }: SeatsSeen, nodeIds?: readonly string[]): readonly OwnValidator[] {
  if (nodeIds !== undefined) return named(own, nodeIds);
  const { approvals, rejections, needed, quorum } = change;
  const { undecided, same, other } = split(own, approvals, rejections);
  if (undecided.length === 0 && !decide(change, same)) expectNone('VOTED_AGAINST', other);
  const wanted = Math.max(needed, quorum - rejections.length) - approvals.length;
  return someOf([...undecided, ...same].slice(0, Math.max(1, wanted)));
}

/** Whether these votes are the last that it takes. */
export function decide({ approvals, rejections, needed, quorum }: ProposedChange, voters: readonly OwnValidator[]): boolean {
  const inFavour = new Set([...approvals, ...voters.map(({ seat }) => seat)]);
  return inFavour.size >= needed && new Set([...inFavour, ...rejections]).size >= quorum;
}

/** Those that are named, or so many that those who are left are too few to approve it; none that has approved unless it is named. */
export function rejecters({ approvals, rejections, needed }: ProposedChange, { own, committee }: SeatsSeen, nodeIds?: readonly string[]): readonly OwnValidator[] {
  if (nodeIds !== undefined) return named(own, nodeIds);
  const { undecided, same, other } = split(own, rejections, approvals);
  if (undecided.length === 0) expectNone('VOTED_FOR', other);
  const validators = committee.chainSeats.filter(({ role }) => role === 'validator').length;
  return someOf([...undecided, ...same].slice(0, Math.max(1, validators - needed + 1 - rejections.length)));
}

/** Seats that have not voted, that have voted so, and that have voted the other way. */
function split(own: readonly OwnValidator[], so: readonly number[], otherwise: readonly number[]): Record<'undecided' | 'same' | 'other', readonly OwnValidator[]> {
  return {
    undecided: own.filter(({ seat }) => !so.includes(seat) && !otherwise.includes(seat)),
    same: own.filter(({ seat }) => so.includes(seat)),
    other: own.filter(({ seat }) => otherwise.includes(seat)),
  };
}

function expectNone(code: 'VOTED_AGAINST' | 'VOTED_FOR', voted: readonly OwnValidator[]): void {
  if (voted.length > 0) fail(code, { field: '/nodeIds', facts: { seats: voted.map(({ label }) => label).join(', ') } });
}

function named(own: readonly OwnValidator[], nodeIds: readonly string[]): readonly OwnValidator[] {
  return nodeIds.map((nodeId) => own.find((seat) => seat.nodeId === nodeId) ?? fail('NO_VALIDATOR_HERE', { field: '/nodeIds' }));
}

function someOf(seats: readonly OwnValidator[]): readonly OwnValidator[] {
  return seats.length > 0 ? seats : fail('NO_VALIDATOR_HERE');
}
