import { objectOf, type ChangeView, type DecidedChange, type JsonObject } from '@bystack/api';
import type { GenesisDocument } from '@bystack/chain-core/protocol/genesis';
import { KERNEL_LIMITS } from '@bystack/chain-core/kernel/limits';
import { textOf } from '../module-words';

export interface SeatThen {
  readonly label: string;
  readonly role: string;
}

/** Who decided on a chain at some time, how, and by which version of the protocol. */
export interface StateThen {
  /** By number. */
  readonly seats: ReadonlyMap<number, SeatThen>;
  readonly nextSeat: number;
  readonly consensus: JsonObject;
  readonly policy: JsonObject;
  readonly protocol: number;
}

/** After everything that took effect, oldest first, from what the chain was founded with. */
export function stateAfter(genesis: GenesisDocument, decided: readonly DecidedChange[]): StateThen {
  const took = decided.filter(({ ending }) => ending.outcome === 'took-effect');
  return took.flatMap(({ changes }) => changes).reduce(withChange, founded(genesis));
}

function founded({ seats, consensus, governance, protocolVersion }: GenesisDocument): StateThen {
  const unsaid = { quorumPercent: 0, expiryMs: KERNEL_LIMITS.openMsMax, delayBlocks: 0 };
  return {
    seats: new Map(seats.map(({ label, role }, number) => [number, { label, role }])),
    nextSeat: seats.length,
    consensus: objectOf(consensus as unknown as JsonObject),
    policy: { ...unsaid, ...(governance as unknown as JsonObject) },
    protocol: protocolVersion,
  };
}

/** It comes from a node, so nothing about its shape is taken for granted; kinds that are about something else change nothing here. */
export function withChange(state: StateThen, change: ChangeView): StateThen {
  const seat = Number(change.seat);
  switch (change.kind) {
    case 'add-seat': {
      const { label, role } = objectOf(change.seat);
      return { ...withSeat(state, state.nextSeat, { label: textOf(label), role: textOf(role) }), nextSeat: state.nextSeat + 1 };
    }
    case 'remove-seat':
      return { ...state, seats: new Map([...state.seats].filter(([number]) => number !== seat)) };
    case 'set-role':
      return withSeat(state, seat, { label: state.seats.get(seat)?.label ?? '?', role: textOf(change.role) });
    case 'set-consensus':
      return { ...state, consensus: { ...state.consensus, ...objectOf(change.parameters) } };
    case 'set-policy':
      return { ...state, policy: { ...state.policy, ...objectOf(change.policy) } };
    case 'activate-protocol':
      return { ...state, protocol: Number(change.version) };
    default:
      return state;
  }
}

function withSeat(state: StateThen, number: number, seat: SeatThen): StateThen {
  return { ...state, seats: new Map([...state.seats, [number, seat]]) };
}

export function validatorsIn({ seats }: StateThen): number {
  return [...seats.values()].filter(({ role }) => role === 'validator').length;
}
