import { refuse } from '../primitives/refusal';
import { quorumOf } from '../protocol/committee';
import type { SeatPlan } from './seat-plan';
import type { Seated } from './stores';

/** Who can be counted on, by node key. */
export interface Presence {
  /** The committee that decides. */
  readonly present: ReadonlySet<string>;
  /** Newcomers that have shown to be there. */
  readonly confirmed: ReadonlySet<string>;
}

/** The next committee's seats, and the sums that allow it. */
export interface NextCommittee {
  readonly seats: readonly Seated[];
  readonly quorum: number;
  /** Seats that may fail or misbehave. */
  readonly mayFail: number;
}

/**
 * The committee that a plan leads to.
 * @throws Refusal, the first that applies: NO_VALIDATOR_LEFT {seats}; KEYS_MISSING {validators, withKeys, needed, scheme}: no quorum of the validators has
 * registered keys; NO_QUORUM_LEFT {validators, needed, staying, confirmed}: newcomers that nobody has seen count as absent, and the rest is no quorum.
 */
export function nextCommittee({ seats: all, consensus }: SeatPlan, { present, confirmed }: Presence): NextCommittee {
  const validators = all.filter(({ seat }) => seat.role === 'validator');
  if (validators.length === 0) refuse('NO_VALIDATOR_LEFT', { seats: all.length });
  const seats = validators.filter(({ seat }) => seat.votingKey !== undefined);
  const keysNeeded = quorumOf(validators.length);
  if (seats.length < keysNeeded) refuse('KEYS_MISSING', { validators: validators.length, withKeys: seats.length, needed: keysNeeded, scheme: consensus.certificates });
  const needed = quorumOf(seats.length);
  const staying = seats.filter(({ seat }) => present.has(seat.nodeKey)).length;
  const arrived = seats.filter(({ seat }) => !present.has(seat.nodeKey) && confirmed.has(seat.nodeKey)).length;
  if (staying + arrived < needed) refuse('NO_QUORUM_LEFT', { validators: seats.length, needed, staying, confirmed: arrived });
  return { seats, quorum: needed, mayFail: seats.length - needed };
}
