import type { Bytes } from '../primitives/bytes';
import { concatBytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { Aggregate, CertificateScheme, CertificateSchemeName, ProofFault, SignedVote } from './certificate-scheme';
import { SCHEME_FORMS } from './certificate-scheme';
import { readSigners, writeSigners } from './signers';

export interface SignatureListParts {
  readonly name: CertificateSchemeName;
  isVotingKey(bytes: Bytes): boolean;
  verify(signature: Bytes, message: Bytes, votingKey: Bytes): boolean;
}

/** A scheme whose proofs are the signatures themselves, one after the other in the order of seats. */
export function signatureListScheme({ name, isVotingKey, verify }: SignatureListParts): CertificateScheme {
  const { signatureBytes } = SCHEME_FORMS[name];
  const signatureAt = (proof: Bytes, place: number): Bytes => proof.subarray(place * signatureBytes, (place + 1) * signatureBytes);
  return {
    name,
    checksTogether: false,
    isVotingKey,
    verify,
    findBad: (message, votes) => placesOf(votes, (vote) => !verify(vote.signature, message, vote.votingKey)),
    combine: (parts, seats) => combine(name, parts, seats, signatureAt),
    proofFault: (proof, message, votingKeys, isKnown = () => false): ProofFault | undefined => {
      if (proof.length !== votingKeys.length * signatureBytes) return 'SIGNATURE_COUNT';
      const good = votingKeys.every((votingKey, place) => {
        const signature = signatureAt(proof, place);
        return isKnown(place, signature) || verify(signature, message, votingKey);
      });
      return good ? undefined : 'BAD_SIGNATURE';
    },
    signatureAt,
  };
}

function placesOf(votes: readonly SignedVote[], matches: (vote: SignedVote) => boolean): readonly number[] {
  return [...votes.keys()].filter((place) => matches(votes[place]!));
}

/** Of a seat that is in several parts any signature will do. */
function combine(scheme: CertificateSchemeName, parts: readonly Aggregate[], seats: number, signatureAt: (proof: Bytes, place: number) => Bytes): Aggregate {
  const bySeat: (Bytes | undefined)[] = new Array<Bytes | undefined>(seats).fill(undefined);
  for (const { signers, proof } of parts) {
    const found = readSigners(signers, seats);
    invariant(found !== undefined, 'what is combined was checked');
    found.forEach((seat, place) => (bySeat[seat] = signatureAt(proof, place)));
  }
  const signers = [...bySeat.keys()].filter((seat) => bySeat[seat] !== undefined);
  return { scheme, signers: writeSigners(signers, seats), proof: concatBytes(...signers.map((seat) => bySeat[seat]!)) };
}
