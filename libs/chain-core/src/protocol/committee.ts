import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { taggedHash } from '../crypto/hash';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { fromHex } from '../primitives/bytes';
import { invariant, refuse } from '../primitives/refusal';
import type { GenesisDocument } from './genesis';
import { LIMITS } from './limits';
import type { Committee, CommitteeSeat } from './vote';

const ED25519 = 1;

/** Seats that must sign for a certificate: more than two thirds. n - floor((n-1)/3), that is 2f+1 of 3f+1. */
export function quorumOf(seats: number): number {
  invariant(Number.isInteger(seats) && seats > 0, 'a committee has seats');
  return seats - Math.floor((seats - 1) / 3);
}

export function encodeCommittee(committee: Committee): Bytes {
  const writer = new Writer(16 + committee.seats.length * 64).u32(committee.epoch).u8(ED25519).u16(committee.seats.length);
  for (const seat of committee.seats) writer.fixed(seat.votingKey, 32).fixed(seat.nodeKey, 32);
  return writer.finish();
}

export function decodeCommittee(bytes: Bytes): Committee {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  const epoch = reader.u32('committee.epoch');
  if (reader.u8('committee.scheme') !== ED25519) malformed('committee.scheme', 'unknown certificate scheme');
  const seats: CommitteeSeat[] = [];
  for (let left = reader.count(16, LIMITS.committeeSeatsMax, 'committee.seats'); left > 0; left -= 1) {
    seats.push({ votingKey: reader.fixed(32, 'committee.votingKey'), nodeKey: reader.fixed(32, 'committee.nodeKey') });
  }
  if (seats.length === 0) malformed('committee.seats', 'at least one');
  reader.end('committee');
  return { epoch, scheme: 'ed25519', seats };
}

export function committeeHash(committee: Committee): Hash {
  return taggedHash('bystack/committee/1', encodeCommittee(committee));
}

/** The committee of epoch 0: the validators of genesis, in its order. */
export function genesisCommittee(genesis: GenesisDocument): Committee {
  const seats = genesis.seats.filter((seat) => seat.role === 'validator');
  return { epoch: 0, scheme: 'ed25519', seats: seats.map((seat) => ({ votingKey: key(seat.votingKey), nodeKey: key(seat.nodeKey) })) };
}

function key(hex: string | undefined): PublicKey {
  return (
    (hex === undefined ? undefined : fromHex(hex, 32)) ??
    refuse('GENESIS_INVALID', { field: 'seats', reason: 'keys are 32 bytes in lower-case hex' })
  );
}
