import { Refusal, refuse } from '../primitives/refusal';
import type { JsonObject } from '../primitives/json';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import { checkConsensus } from '../protocol/check-consensus';
import type { BftParameters, GenesisDocument, GenesisSeat } from '../protocol/genesis';
import { LIMITS } from '../protocol/limits';
import type { SeatChange } from './change';
import type { Seated } from './stores';
import { checkPossession, keysOf, type VotingKeys } from './voting-keys';

/** The seats and parameters as they would be. The seats' voting keys are of the scheme of `consensus`; a validator without one has no vote yet. */
export interface SeatPlan {
  readonly seats: readonly Seated[];
  readonly consensus: BftParameters;
  readonly nextSeat: number;
}

export interface Surroundings {
  readonly genesis: GenesisDocument;
  /** Keys that a seat has registered for a scheme it does not vote with now. */
  registered(seat: number, scheme: CertificateSchemeName): VotingKeys | undefined;
}

/** The plan after a change. @throws Refusal NO_SUCH_SEAT, KEY_INVALID, KEY_IN_USE, ROLE_UNCHANGED, NOT_A_VALIDATOR, TOO_MANY_SEATS, CONSENSUS_INVALID. */
export function withChange(plan: SeatPlan, change: SeatChange, { genesis, registered }: Surroundings): SeatPlan {
  switch (change.kind) {
    case 'add-seat':
      return withSeat(plan, change.seat);
    case 'remove-seat':
      return { ...plan, seats: plan.seats.filter((seated) => seated !== seatOf(plan, change.seat)) };
    case 'set-role':
      return withRole(plan, change);
    case 'replace-keys':
      return withKeys(plan, change);
    case 'set-consensus':
      return withConsensus(plan, mergedConsensus(genesis, plan.consensus, change.parameters), registered);
  }
}

function withSeat(plan: SeatPlan, seat: GenesisSeat): SeatPlan {
  if (plan.seats.length >= LIMITS.committeeSeatsMax) refuse('TOO_MANY_SEATS', { seats: plan.seats.length, seatsMax: LIMITS.committeeSeatsMax });
  const { organisation, label, role, nodeKey } = seat;
  const plain = { organisation, label, role, nodeKey };
  checkUnused(plan, undefined, nodeKey);
  const added = role === 'validator' ? { ...plain, ...provenKeys(plan, undefined, nodeKey, seat) } : plain;
  return { ...plan, seats: [...plan.seats, { number: plan.nextSeat, seat: added }], nextSeat: plan.nextSeat + 1 };
}

function withRole(plan: SeatPlan, change: Extract<SeatChange, { kind: 'set-role' }>): SeatPlan {
  const { number, seat } = seatOf(plan, change.seat);
  const { role } = change;
  if (seat.role === role) refuse('ROLE_UNCHANGED', { seat: number, role });
  const { organisation, label, nodeKey } = seat;
  const plain = { organisation, label, role, nodeKey };
  return replaced(plan, number, role === 'validator' ? { ...plain, ...provenKeys(plan, number, nodeKey, change) } : plain);
}

function withKeys(plan: SeatPlan, change: Extract<SeatChange, { kind: 'replace-keys' }>): SeatPlan {
  const { number, seat } = seatOf(plan, change.seat);
  if (seat.role !== 'validator') refuse('NOT_A_VALIDATOR', { seat: number });
  const nodeKey = change.nodeKey ?? seat.nodeKey;
  checkUnused(plan, number, nodeKey);
  return replaced(plan, number, { ...seat, nodeKey, ...provenKeys(plan, number, nodeKey, change) });
}

/** Keys of the scheme that the plan's committee votes with. */
function provenKeys(plan: SeatPlan, seat: number | undefined, nodeKey: string, given: Partial<VotingKeys>): VotingKeys {
  const { votingKey, proofOfPossession } = given;
  const scheme = plan.consensus.certificates;
  if (votingKey === undefined || proofOfPossession === undefined) refuse('KEY_INVALID', { scheme, reason: 'a validator brings a voting key and its proof of possession' });
  checkPossession(scheme, nodeKey, { votingKey, proofOfPossession });
  checkUnused(plan, seat, votingKey);
  return { votingKey, proofOfPossession };
}

/** Each key is used once; a seat may keep its own. */
function checkUnused(plan: SeatPlan, own: number | undefined, key: string): void {
  for (const { number, seat } of plan.seats) if (number !== own && (seat.nodeKey === key || seat.votingKey === key)) refuse('KEY_IN_USE', { key, seat: number });
}

function seatOf(plan: SeatPlan, number: number): Seated {
  return plan.seats.find((seated) => seated.number === number) ?? refuse('NO_SUCH_SEAT', { seat: number });
}

function replaced(plan: SeatPlan, number: number, seat: GenesisSeat): SeatPlan {
  return { ...plan, seats: plan.seats.map((seated) => (seated.number === number ? { number, seat } : seated)) };
}

/** With another scheme the validators vote with the keys they registered for it. */
function withConsensus(plan: SeatPlan, consensus: BftParameters, registered: Surroundings['registered']): SeatPlan {
  if (consensus.certificates === plan.consensus.certificates) return { ...plan, consensus };
  const seats = plan.seats.map(({ number, seat }) => {
    const { organisation, label, role, nodeKey } = seat;
    const keys = role === 'validator' ? registered(number, consensus.certificates) : undefined;
    return { number, seat: { organisation, label, role, nodeKey, ...(keys && keysOf(keys)) } };
  });
  return { ...plan, consensus, seats };
}

/** Another engine is another chain. */
function mergedConsensus(genesis: GenesisDocument, now: BftParameters, parameters: JsonObject): BftParameters {
  const consensus = { ...now, ...parameters };
  if (consensus.engine !== 'bft') refuse('CONSENSUS_INVALID', { field: 'consensus.engine', reason: 'the engine of a chain cannot be changed' });
  try {
    checkConsensus({ ...genesis, consensus } as unknown as JsonObject);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse('CONSENSUS_INVALID', { field: error.facts.field ?? '', reason: error.facts.reason ?? error.code });
  }
  return consensus as unknown as BftParameters;
}
