import { verify } from '../crypto/sign';
import type { Bytes, Hash } from '../primitives/bytes';
import { quorumOf } from './committee';
import { voteSigningBytes } from './ids';
import type { Certificate, Committee, Vote } from './vote';

/** How one signature is verified; a simulation may bring a cheaper scheme. */
export type Verify = typeof verify;

/** Whether the vote is signed by its seat. */
export function verifyVote(vote: Vote, committee: Committee, chainId: Hash, check: Verify = verify): boolean {
  const seat = committee.seats[vote.seat];
  if (seat === undefined || vote.epoch !== committee.epoch) return false;
  return check(vote.signature, voteSigningBytes(chainId, vote), seat.votingKey);
}

/** Why a certificate is worth nothing; undefined when a quorum of the committee signed exactly its subject. */
export type CertificateFault = 'WRONG_EPOCH' | 'BAD_SIGNER_BITMAP' | 'SIGNATURE_COUNT' | 'NO_QUORUM' | 'BAD_SIGNATURE';

export function certificateFault(
  certificate: Certificate,
  committee: Committee,
  chainId: Hash,
  check: Verify = verify,
): CertificateFault | undefined {
  if (certificate.epoch !== committee.epoch) return 'WRONG_EPOCH';
  const seats = readSigners(certificate.signers, committee.seats.length);
  if (seats === undefined) return 'BAD_SIGNER_BITMAP';
  if (seats.length !== certificate.signatures.length) return 'SIGNATURE_COUNT';
  if (seats.length < quorumOf(committee.seats.length)) return 'NO_QUORUM';
  const message = voteSigningBytes(chainId, certificate);
  const good = seats.every((seat, i) => check(certificate.signatures[i]!, message, committee.seats[seat]!.votingKey));
  return good ? undefined : 'BAD_SIGNATURE';
}

/** Whether a quorum of `committee` signed the certificate's subject. Checks every signature, also those beyond the quorum. */
export function verifyCertificate(certificate: Certificate, committee: Committee, chainId: Hash, check: Verify = verify): boolean {
  return certificateFault(certificate, committee, chainId, check) === undefined;
}

/** Bitmap over the seats, lowest seat in the lowest bit of the first byte. */
export function writeSigners(seats: readonly number[], seatCount: number): Bytes {
  const bitmap = new Uint8Array(Math.ceil(seatCount / 8));
  for (const seat of seats) bitmap[seat >> 3]! |= 1 << (seat & 7);
  return bitmap;
}

/** @returns the seats whose bit is set, ascending; undefined if the length is not exact or a bit beyond the last seat is set. */
export function readSigners(bitmap: Bytes, seatCount: number): readonly number[] | undefined {
  if (bitmap.length !== Math.ceil(seatCount / 8)) return undefined;
  const seats: number[] = [];
  for (let seat = 0; seat < bitmap.length * 8; seat += 1) {
    if (((bitmap[seat >> 3]! >> (seat & 7)) & 1) === 0) continue;
    if (seat >= seatCount) return undefined;
    seats.push(seat);
  }
  return seats;
}
