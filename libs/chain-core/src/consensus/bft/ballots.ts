import type { Bytes } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import type { Aggregate, CertificateScheme } from '../../protocol/certificate-scheme';
import type { Certificate, Vote, VoteKind, VoteSubject } from '../../protocol/vote';
import { writeSigners } from '../../protocol/signers';

/** One seat's vote of one kind in one view. `key` is the block id in hex. */
export interface Ballot {
  readonly vote: Vote;
  readonly key: string;
  /**
   * Not verified are votes that wait to be checked together with others, and those that come when the certificate is already there: they only matter
   * when they contradict another.
   */
  readonly verified: boolean;
}

/** A certificate as it is held: with the block id in hex and the encoding, each made once. */
export interface HeldCertificate {
  readonly certificate: Certificate;
  readonly key: string;
  readonly encoded: Bytes;
  /** Made here of votes, not received. */
  readonly isMade?: boolean;
}

/** Votes that a gateway put together, of which the single ones are not to be had. */
export interface HeldPartial {
  readonly from: number;
  readonly key: string;
  readonly seats: readonly number[];
  readonly partial: Certificate;
}

/** The votes of one kind in one view: one per seat, the first that is not found bad. */
export class Ballots {
  /** The certificate of this kind and view, made of these votes or received. */
  held: HeldCertificate | undefined;
  /** What gateways passed on in sums. */
  partials: HeldPartial[] = [];
  /** Gateways only: seats whose votes were passed to the other gateways; undefined: none yet. */
  wasPassedUp: Set<number> | undefined;
  /** Since when the first of them waits for the others. */
  gathersSinceMs: number | undefined;
  private readonly bySeat: (Ballot | undefined)[] = [];
  private readonly counts = new Map<string, number>();
  private signed: { readonly key: string; readonly message: Bytes } | undefined;

  constructor(readonly kind: VoteKind) {}

  of(seat: number): Ballot | undefined {
    return this.bySeat[seat];
  }

  put(ballot: Ballot): void {
    this.bySeat[ballot.vote.seat] = ballot;
  }

  /** Counts one more vote. @returns the new count. */
  count(key: string): number {
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count;
  }

  /** Votes for `key` that nobody has verified yet. */
  waiting(key: string): Ballot[] {
    return this.bySeat.filter((ballot) => ballot !== undefined && !ballot.verified && ballot.key === key) as Ballot[];
  }

  /** Takes back a vote that was counted and found bad. */
  drop({ vote, key }: Ballot): void {
    this.bySeat[vote.seat] = undefined;
    this.counts.set(key, this.counts.get(key)! - 1);
  }

  /** The bytes that are signed, made by `make`; kept for the votes that follow, which are nearly always for the same block. */
  signedBytes(key: string, make: () => Bytes): Bytes {
    if (this.signed?.key !== key) this.signed = { key, message: make() };
    return this.signed.message;
  }

  hasVerified(seat: number, key: string, signature: Bytes): boolean {
    const ballot = this.bySeat[seat];
    return ballot !== undefined && ballot.verified && ballot.key === key && equalBytes(ballot.vote.signature, signature);
  }

  /** Whether another seat than `own` has voted here, alone or in a partial. Unverified it is as good as what that seat could sign anyway. */
  hasOther(own: number | undefined): boolean {
    return this.partials.length > 0 || this.bySeat.some((ballot, seat) => ballot !== undefined && seat !== own);
  }

  /** The verified votes for `key` as a certificate. */
  certify(key: string, subject: VoteSubject, seats: number, scheme: CertificateScheme): Certificate {
    return this.combine(key, subject, this.verified(key), seats, scheme);
  }

  verified(key: string): Ballot[] {
    return this.bySeat.filter((ballot) => ballot !== undefined && ballot.verified && ballot.key === key) as Ballot[];
  }

  /** These votes, and the partials for `key` if wanted, as one. */
  combine(key: string, subject: VoteSubject, ballots: readonly Ballot[], seats: number, scheme: CertificateScheme, partials: readonly HeldPartial[] = []): Certificate {
    const parts: Aggregate[] = ballots.map(({ vote }) => ({ scheme: scheme.name, signers: writeSigners([vote.seat], seats), proof: vote.signature }));
    for (const { partial, key: of } of partials) if (of === key) parts.push(partial);
    return { kind: subject.kind, epoch: subject.epoch, view: subject.view, blockId: subject.blockId, ...scheme.combine(parts, seats) };
  }

  /** How many seats stand behind `key`, alone or in a partial. */
  reach(key: string): number {
    const seats = new Set(this.partials.filter((held) => held.key === key).flatMap((held) => held.seats));
    for (const [seat, ballot] of this.bySeat.entries()) if (ballot?.key === key) seats.add(seat);
    return seats.size;
  }
}
