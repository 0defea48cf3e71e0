import { joinPrefixed } from '../codec/prefixed-list';
import type { Bytes, Hash } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import type { Committee } from '../protocol/vote';
import { SNAPSHOT } from './limits';
import { decodeHandOverStep, decodeSnapshotHead, openCertifiedHead, openHandOverStep, openSnapshotHead } from './snapshot-head';
import type { HeadAnswer } from './snapshot-messages';

/** A block whose state may be taken, and what is kept of how that was proved. */
export interface ProvenHead {
  readonly block: SealedBlock;
  readonly kept: Bytes;
}

/** What makes the head of a snapshot believable, piece by piece as peers give it. */
export interface HeadProof {
  /** Hand-overs are wanted from this epoch on. */
  readonly fromEpoch: number;
  /** @returns why the answer is worth nothing; undefined: more is to come */
  take(answer: HeadAnswer): string | undefined | ProvenHead;
}

/** On chains of votes: hand-overs lead from the committee that is trusted here to the one that certified the block. */
export class CertifiedHead implements HeadProof {
  readonly #chainId: Hash;
  #committee: Committee;
  #handOvers: readonly Bytes[] = [];

  constructor(trust: { readonly chainId: Hash; readonly committee: Committee }) {
    this.#chainId = trust.chainId;
    this.#committee = trust.committee;
  }

  get fromEpoch(): number {
    return this.#committee.epoch;
  }

  take({ head, handOvers }: HeadAnswer): string | undefined | ProvenHead {
    if (head === undefined && handOvers.length === 0) return 'it cannot be read';
    let committee = this.#committee;
    for (const bytes of handOvers) {
      const step = decodeHandOverStep(bytes);
      const opened = step === undefined ? 'a hand-over cannot be read' : openHandOverStep(step, committee, this.#chainId);
      if (typeof opened === 'string') return opened;
      committee = opened.committee;
    }
    this.#handOvers = [...this.#handOvers, ...handOvers];
    this.#committee = committee;
    if (this.#handOvers.length > SNAPSHOT.handOversMax) return 'there are more hand-overs than can be followed';
    if (head === undefined) return undefined;
    const decoded = decodeSnapshotHead(head);
    const block = decoded === undefined ? 'its head cannot be read' : openCertifiedHead(decoded, committee, this.#chainId);
    return typeof block === 'string' ? block : { block, kept: joinPrefixed([head, ...this.#handOvers]) };
  }
}

/** On chains of proof of work: the block is the one that was chosen, and that was chosen by the headers that bury it. */
export class BuriedHead implements HeadProof {
  readonly fromEpoch = 0;

  take({ head, handOvers }: HeadAnswer): string | ProvenHead {
    const decoded = head && decodeSnapshotHead(head);
    if (decoded === undefined || handOvers.length > 0 || decoded.past.length > 0 || decoded.certificate.length > 0) return 'its head cannot be read';
    const block = openSnapshotHead(decoded);
    return typeof block === 'string' ? block : { block, kept: joinPrefixed([head!]) };
  }
}
