import { parseCanonicalJson } from '../codec/json';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import { fromHex } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { decodeCommittee, encodeCommittee } from '../protocol/codec';
import { genesisCommittee } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import type { Committee } from '../protocol/vote';
import { putJson, u32Bytes, type Seated } from './stores';

/** Who sat where in a committee, by place in it. */
export interface RosterRow {
  /** Number of the seat on the chain. */
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
}

/** The committee of an epoch, past or present; undefined: there was none yet. */
export function committeeOf(state: ReadView, epoch: number, genesis: GenesisDocument): Committee | undefined {
  const stored = state.get('committees', u32Bytes(epoch));
  if (stored !== undefined) return decodeCommittee(stored);
  return epoch === 0 ? genesisCommittee(genesis) : undefined;
}

export function rosterOf(state: ReadView, epoch: number, genesis: GenesisDocument): readonly RosterRow[] {
  const stored = state.get('rosters', u32Bytes(epoch));
  if (stored !== undefined) return parseCanonicalJson(stored) as unknown as readonly RosterRow[];
  return genesis.seats.map((seat, number) => ({ number, seat })).filter(({ seat }) => seat.role === 'validator').map(rowOf);
}

/** The seats of a committee, made of validators that have keys, in the order of seat numbers. */
export function committeeFrom(epoch: number, scheme: Committee['scheme'], seats: readonly Seated[]): Committee {
  return { epoch, scheme, seats: seats.map(({ seat }) => ({ votingKey: bytesOf(seat.votingKey), nodeKey: bytesOf(seat.nodeKey) })) };
}

export function writeCommittee(state: WriteBatch, committee: Committee, seats: readonly Seated[]): void {
  state.put('committees', u32Bytes(committee.epoch), encodeCommittee(committee));
  putJson(state, 'rosters', u32Bytes(committee.epoch), seats.map(rowOf));
}

function rowOf({ number, seat: { organisation, label } }: Seated): RosterRow {
  return { seat: number, organisation, label };
}

function bytesOf(hex: string | undefined) {
  const bytes = hex === undefined ? undefined : fromHex(hex);
  invariant(bytes !== undefined, 'a validator in a committee has keys');
  return bytes;
}
