import type { Bytes } from '../primitives/bytes';

export type CertificateSchemeName = 'ed25519' | 'bls';

/** What differs on wire and disk. Numbers are never reused. */
export const SCHEME_FORMS: Readonly<Record<CertificateSchemeName, SchemeForm>> = {
  /** Ed25519, each signature by itself. */
  ed25519: { number: 1, votingKeyBytes: 32, signatureBytes: 64 },
  /** BLS12-381 with keys in G1, the signatures of one message added up. */
  bls: { number: 2, votingKeyBytes: 48, signatureBytes: 96 },
};
export interface SchemeForm {
  readonly number: number;
  readonly votingKeyBytes: number;
  readonly signatureBytes: number;
}

/** Some seats' signatures of one message, put together in the manner of a scheme. A shape only: whether they hold is asked of the scheme. */
export interface Aggregate {
  readonly scheme: CertificateSchemeName;
  /** Bitmap over the seats of the committee (signers.ts). */
  readonly signers: Bytes;
  /** ed25519: the signatures in the order of seats, one after the other. bls: their sum, 96 bytes. One seat's proof is its signature. */
  readonly proof: Bytes;
}

/** A seat's signature, with the key it has to be by. */
export interface SignedVote {
  readonly signature: Bytes;
  readonly votingKey: Bytes;
}

/** SIGNATURE_COUNT: the proof has not the length that its signers call for. */
export type ProofFault = 'SIGNATURE_COUNT' | 'BAD_SIGNATURE';

/**
 * How the seats of a committee sign, and how many signatures become one proof. Every function is pure, judges whatever bytes it is given, and
 * throws nothing at them. Voting keys are those of a committee: their holders have proved that they own them.
 */
export interface CertificateScheme {
  readonly name: CertificateSchemeName;
  /** Whether one check of many signatures costs little more than one of a single one, so that it pays to let votes wait for each other. */
  readonly checksTogether: boolean;
  /** Whether these bytes can be a voting key at all. */
  isVotingKey(bytes: Bytes): boolean;
  /** Whether one seat signed exactly this message. */
  verify(signature: Bytes, message: Bytes, votingKey: Bytes): boolean;
  /**
   * Checks many signatures of one message.
   * @returns the places of those to leave out, ascending: what remains can be combined, and holds.
   */
  findBad(message: Bytes, votes: readonly SignedVote[]): readonly number[];
  /**
   * One aggregate of what was checked already: single votes, aggregates of others, or both; the sets of signers may overlap.
   * @returns an aggregate over as many signers as can be had. Where sums overlap and cannot be taken apart by means of the single votes given, the
   * larger ones are taken.
   */
  combine(parts: readonly Aggregate[], seats: number): Aggregate;
  /**
   * Why a proof is worth nothing.
   * @param votingKeys of the signers, in the order of seats; at least one.
   * @param isKnown whether the signature of the signer at this place was verified before, and need not be again.
   */
  proofFault(proof: Bytes, message: Bytes, votingKeys: readonly Bytes[], isKnown?: (place: number, signature: Bytes) => boolean): ProofFault | undefined;
  /** The signature of the signer at this place of a well-formed proof; undefined where signatures cannot be told apart. */
  signatureAt(proof: Bytes, place: number): Bytes | undefined;
}
