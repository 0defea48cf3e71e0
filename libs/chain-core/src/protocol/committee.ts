import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { taggedHash } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { fromHex } from '../primitives/bytes';
import { invariant, refuse } from '../primitives/refusal';
import { SCHEME_FORMS, type CertificateSchemeName } from './certificate-scheme';
import type { GenesisDocument } from './genesis';
import { LIMITS } from './limits';
import type { Committee, CommitteeSeat } from './vote';

const SCHEMES = new Map(Object.entries(SCHEME_FORMS).map(([name, { number }]) => [number, name as CertificateSchemeName]));

/** Seats that must sign for a certificate: more than two thirds. n - floor((n-1)/3), that is 2f+1 of 3f+1. */
export function quorumOf(seats: number): number {
  invariant(Number.isInteger(seats) && seats > 0, 'a committee has seats');
  return seats - Math.floor((seats - 1) / 3);
}

export function encodeCommittee(committee: Committee): Bytes {
  const { number, votingKeyBytes } = SCHEME_FORMS[committee.scheme];
  const writer = new Writer(16 + committee.seats.length * (votingKeyBytes + 32)).u32(committee.epoch).u8(number).u16(committee.seats.length);
  for (const seat of committee.seats) writer.fixed(seat.votingKey, votingKeyBytes).fixed(seat.nodeKey, 32);
  return writer.finish();
}

/** Whether voting keys are keys at all is judged when something is verified with them. */
export function decodeCommittee(bytes: Bytes): Committee {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  const epoch = reader.u32('committee.epoch');
  const scheme = SCHEMES.get(reader.u8('committee.scheme')) ?? malformed('committee.scheme', 'unknown certificate scheme');
  const { votingKeyBytes } = SCHEME_FORMS[scheme];
  const seats: CommitteeSeat[] = [];
  for (let left = reader.count(16, LIMITS.committeeSeatsMax, 'committee.seats'); left > 0; left -= 1) {
    seats.push({ votingKey: reader.fixed(votingKeyBytes, 'committee.votingKey'), nodeKey: reader.fixed(32, 'committee.nodeKey') });
  }
  if (seats.length === 0) malformed('committee.seats', 'at least one');
  reader.end('committee');
  return { epoch, scheme, seats };
}

export function committeeHash(committee: Committee): Hash {
  return taggedHash('bystack/committee/1', encodeCommittee(committee));
}

/** The committee of epoch 0: the validators of genesis, in its order. */
export function genesisCommittee(genesis: GenesisDocument): Committee {
  const { consensus } = genesis;
  // On a chain of proof of work nobody votes; the header names its seats all the same.
  const scheme = consensus.engine === 'bft' ? consensus.certificates : 'ed25519';
  const seats = genesis.seats.filter((seat) => seat.role === 'validator');
  const { votingKeyBytes } = SCHEME_FORMS[scheme];
  return { epoch: 0, scheme, seats: seats.map((seat) => ({ votingKey: key(seat.votingKey, votingKeyBytes), nodeKey: key(seat.nodeKey, 32) })) };
}

function key(hex: string | undefined, bytes: number): Bytes {
  return (
    (hex === undefined ? undefined : fromHex(hex, bytes)) ??
    refuse('GENESIS_INVALID', { field: 'seats', reason: `keys are ${bytes} bytes in lower-case hex` })
  );
}
