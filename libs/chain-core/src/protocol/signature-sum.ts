import type { Bytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { SCHEME_FORMS, type Aggregate, type CertificateScheme, type ProofFault, type SignedVote } from './certificate-scheme';
import { readSigners, writeSigners } from './signers';

export interface SignatureSumParts {
  isVotingKey(bytes: Bytes): boolean;
  /** Whether the signature is the sum of those of all these keys over the message; false for no key, and for nothing. */
  verify(signature: Bytes, message: Bytes, votingKeys: readonly Bytes[]): boolean;
  /** The sum; undefined when one is no signature, or when nothing remains. */
  add(signatures: readonly Bytes[]): Bytes | undefined;
  /** What takes this signature out of a sum again. */
  negate(signature: Bytes): Bytes;
}

/** A scheme whose proofs are sums: as long and as dear to check as one signature, whatever the number of signers. In the form of `bls`. */
export function signatureSumScheme(parts: SignatureSumParts): CertificateScheme {
  return {
    name: 'bls',
    checksTogether: true,
    isVotingKey: parts.isVotingKey,
    verify: (signature, message, votingKey) => parts.verify(signature, message, [votingKey]),
    findBad: (message, votes) => findBad(parts, message, votes),
    combine: (aggregates, seatCount) => combine(parts, aggregates, seatCount),
    proofFault: (proof, message, votingKeys): ProofFault | undefined => {
      if (proof.length !== SCHEME_FORMS.bls.signatureBytes) return 'SIGNATURE_COUNT';
      return parts.verify(proof, message, votingKeys) ? undefined : 'BAD_SIGNATURE';
    },
    signatureAt: () => undefined,
  };
}

/**
 * One check if all is well; otherwise the halves are checked, and theirs, down to the single votes that are bad. Seats that work together can make
 * votes whose errors cancel out: together they hold, and count, and the certificate made of all of them is as good as any.
 */
function findBad({ add, verify }: SignatureSumParts, message: Bytes, votes: readonly SignedVote[]): readonly number[] {
  const bad: number[] = [];
  const holds = (from: number, to: number): boolean => {
    const some = votes.slice(from, to);
    const sum = add(some.map(({ signature }) => signature));
    return sum !== undefined && verify(sum, message, some.map(({ votingKey }) => votingKey));
  };
  /** @param isBad whether checks of other parts have shown that this one does not hold. */
  const search = (from: number, to: number, isBad: boolean): void => {
    if (from === to || (!isBad && holds(from, to))) return;
    if (to - from === 1) return void bad.push(from);
    const middle = (from + to) >> 1;
    const leftHolds = holds(from, middle);
    if (!leftHolds) search(from, middle, true);
    search(middle, to, leftHolds);
  };
  search(0, votes.length, false);
  return bad;
}

interface Part extends Aggregate {
  readonly seats: readonly number[];
}

/**
 * Sums of disjoint sets are added. Of sets that overlap, the larger is taken first; from a later one the seats that are in already are taken out, if
 * the single votes of all of them are at hand, else it is left out.
 */
function combine({ add, negate }: SignatureSumParts, parts: readonly Aggregate[], seatCount: number): Aggregate {
  const read = parts.map((part) => withSeats(part, seatCount)).sort((a, b) => b.seats.length - a.seats.length);
  const single = new Map(read.filter(({ seats }) => seats.length === 1).map(({ seats, proof }) => [seats[0]!, proof]));
  const taken = new Set<number>();
  const signatures: Bytes[] = [];
  for (const { seats, proof } of read) {
    const twice = seats.filter((seat) => taken.has(seat));
    if (twice.length === seats.length || !twice.every((seat) => single.has(seat))) continue;
    signatures.push(proof, ...twice.map((seat) => negate(single.get(seat)!)));
    for (const seat of seats) taken.add(seat);
  }
  const proof = add(signatures);
  // Whoever holds several seats can choose keys of which nothing remains when they are added.
  if (proof === undefined) return largestOf(read);
  return { scheme: 'bls', signers: writeSigners([...taken], seatCount), proof };
}

function largestOf([largest]: readonly Part[]): Aggregate {
  invariant(largest !== undefined, 'something is combined');
  return { scheme: 'bls', signers: largest.signers, proof: largest.proof };
}

function withSeats(part: Aggregate, seatCount: number): Part {
  const seats = readSigners(part.signers, seatCount);
  invariant(seats !== undefined, 'what is combined was checked');
  return { ...part, seats };
}
