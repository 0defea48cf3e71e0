import type { ProposedChange } from '@bystack/api';
import { fail } from '../../platform/errors';
import type { OwnValidator, SeatsSeen } from './seats';

export function ownValidator({ own }: SeatsSeen, nodeId?: string): OwnValidator {
  const found = nodeId === undefined ? own[0] : own.find((seat) => seat.nodeId === nodeId);
  return found ?? fail('NO_VALIDATOR_HERE', nodeId === undefined ? {} : { field: '/nodeId' });
}

/** As many as are still needed, or those that are named. Whoever has approved may say so again when the rest was only waiting for newcomers. */
export function approvers({ approvals, rejections, needed, quorum }: ProposedChange, { own }: SeatsSeen, nodeIds?: readonly string[]): readonly OwnValidator[] {
  if (nodeIds !== undefined) return named(own, nodeIds);
  const fresh = own.filter(({ seat }) => !approvals.includes(seat));
  const wanted = Math.max(needed, quorum - rejections.length) - approvals.length;
  return someOf([...fresh, ...own].slice(0, Math.max(1, wanted)));
}

/** Whether these votes are the last that it takes. */
export function decide({ approvals, rejections, needed, quorum }: ProposedChange, voters: readonly OwnValidator[]): boolean {
  const inFavour = new Set([...approvals, ...voters.map(({ seat }) => seat)]);
  return inFavour.size >= needed && new Set([...inFavour, ...rejections]).size >= quorum;
}

/** Those that are named, or so many that those who are left are too few to approve it. */
export function rejecters({ rejections, needed }: ProposedChange, { own, committee }: SeatsSeen, nodeIds?: readonly string[]): readonly OwnValidator[] {
  if (nodeIds !== undefined) return named(own, nodeIds);
  const validators = committee.chainSeats.filter(({ role }) => role === 'validator').length;
  const fresh = own.filter(({ seat }) => !rejections.includes(seat));
  return someOf(fresh.slice(0, Math.max(1, validators - needed + 1 - rejections.length)));
}

function named(own: readonly OwnValidator[], nodeIds: readonly string[]): readonly OwnValidator[] {
  return nodeIds.map((nodeId) => own.find((seat) => seat.nodeId === nodeId) ?? fail('NO_VALIDATOR_HERE', { field: '/nodeIds' }));
}

function someOf(seats: readonly OwnValidator[]): readonly OwnValidator[] {
  return seats.length > 0 ? seats : fail('NO_VALIDATOR_HERE');
}
