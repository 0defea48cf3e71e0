import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import type { Aggregate, CertificateSchemeName } from './certificate-scheme';

export type VoteKind = 'notarise' | 'nullify' | 'finalise';

/** What a vote is about. The signed bytes bind tag, chain id, epoch, view, kind and block id (32 zero bytes for `nullify`). */
export interface VoteSubject {
  readonly kind: VoteKind;
  readonly epoch: number;
  readonly view: number;
  readonly blockId: Hash;
}

export interface Vote extends VoteSubject {
  /** Index into the epoch's committee. */
  readonly seat: number;
  /** As long as the committee's scheme says. */
  readonly signature: Bytes;
}

/** A quorum's signatures over one subject; short of a quorum, what a gateway passes on. */
export interface Certificate extends VoteSubject, Aggregate {}

export interface CommitteeSeat {
  /** Of the committee's scheme. */
  readonly votingKey: Bytes;
  readonly nodeKey: PublicKey;
}

/** The seats that vote in one epoch, in the order of genesis or of the hand-over. */
export interface Committee {
  readonly epoch: number;
  readonly scheme: CertificateSchemeName;
  readonly seats: readonly CommitteeSeat[];
}
