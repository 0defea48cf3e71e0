import type { Bytes } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import type { CertificateScheme } from '../../protocol/certificate-scheme';
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
}

/** The votes of one kind in one view: one per seat, the first that is not found bad. */
export class Ballots {
  /** The certificate of this kind and view, made of these votes or received. */
  held: HeldCertificate | undefined;
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

  /** Whether another seat than `own` has voted here. Unverified it is as good as what that seat could sign anyway. */
  hasOther(own: number | undefined): boolean {
    return this.bySeat.some((ballot, seat) => ballot !== undefined && seat !== own);
  }

  /** The verified votes for `key` as a certificate. */
  certify(key: string, subject: VoteSubject, seats: number, scheme: CertificateScheme): Certificate {
    const votes = this.bySeat.filter((ballot) => ballot !== undefined && ballot.verified && ballot.key === key).map((ballot) => ballot!.vote);
    const parts = votes.map(({ seat, signature }) => ({ scheme: scheme.name, signers: writeSigners([seat], seats), proof: signature }));
    return { kind: subject.kind, epoch: subject.epoch, view: subject.view, blockId: subject.blockId, ...scheme.combine(parts, seats) };
  }
}
