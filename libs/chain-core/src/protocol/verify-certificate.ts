import type { Bytes, Hash } from '../primitives/bytes';
import type { CertificateScheme, ProofFault } from './certificate-scheme';
import { quorumOf } from './committee';
import { voteSigningBytes } from './ids';
import { CERTIFICATE_SCHEMES } from './schemes';
import { readSigners } from './signers';
import type { Certificate, Committee, Vote } from './vote';

export function schemeOf(committee: Committee): CertificateScheme {
  return CERTIFICATE_SCHEMES[committee.scheme];
}

/** Whether the vote is signed by its seat. A simulation may bring a cheaper scheme. */
export function verifyVote(vote: Vote, committee: Committee, chainId: Hash, scheme = schemeOf(committee)): boolean {
  const seat = committee.seats[vote.seat];
  if (seat === undefined || vote.epoch !== committee.epoch) return false;
  return scheme.verify(vote.signature, voteSigningBytes(chainId, vote), seat.votingKey);
}

/** Why a certificate is worth nothing; undefined when a quorum of the committee signed exactly its subject. */
export type CertificateFault = 'WRONG_EPOCH' | 'WRONG_SCHEME' | 'BAD_SIGNER_BITMAP' | 'NO_QUORUM' | ProofFault;

export interface CertificateCheck {
  /** Default: the committee's own. */
  readonly scheme?: CertificateScheme;
  /** Seats that must have signed; default: a quorum. */
  readonly signersMin?: number;
  /** Whether this signature of the seat was verified before. */
  readonly isKnown?: (seat: number, signature: Bytes) => boolean;
}

/** The first fault in the order of CertificateFault's names. Checks every signature, also those beyond the quorum. */
export function certificateFault(certificate: Certificate, committee: Committee, chainId: Hash, check: CertificateCheck = {}): CertificateFault | undefined {
  const { scheme = schemeOf(committee), signersMin = quorumOf(committee.seats.length), isKnown } = check;
  if (certificate.epoch !== committee.epoch) return 'WRONG_EPOCH';
  if (certificate.scheme !== scheme.name) return 'WRONG_SCHEME';
  const seats = readSigners(certificate.signers, committee.seats.length);
  if (seats === undefined) return 'BAD_SIGNER_BITMAP';
  if (seats.length < signersMin || seats.length === 0) return 'NO_QUORUM';
  const votingKeys = seats.map((seat) => committee.seats[seat]!.votingKey);
  return scheme.proofFault(certificate.proof, voteSigningBytes(chainId, certificate), votingKeys, isKnown && ((place, signature) => isKnown(seats[place]!, signature)));
}

/** Whether a quorum of `committee` signed the certificate's subject. */
export function verifyCertificate(certificate: Certificate, committee: Committee, chainId: Hash): boolean {
  return certificateFault(certificate, committee, chainId) === undefined;
}
