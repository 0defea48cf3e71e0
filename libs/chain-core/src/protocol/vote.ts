import type { Bytes, Hash, PublicKey, Signature } from '../primitives/bytes';

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
  readonly signature: Signature;
}

/** A quorum's signatures over one subject. `signers` is a bitmap, lowest seat first, no trailing bits set. */
export interface Certificate extends VoteSubject {
  readonly signers: Bytes;
  /** ed25519 scheme: one signature per set bit, in seat order. */
  readonly signatures: readonly Signature[];
}

export interface CommitteeSeat {
  readonly votingKey: PublicKey;
  readonly nodeKey: PublicKey;
}

/** The seats that vote in one epoch, in the order of genesis or of the hand-over. */
export interface Committee {
  readonly epoch: number;
  readonly scheme: 'ed25519';
  readonly seats: readonly CommitteeSeat[];
}
