import { encodeVoteMessage } from '../../../consensus/bft/message-codec';
import type { Bytes } from '../../../primitives/bytes';
import { concatBytes } from '../../../primitives/bytes';
import { ZERO_HASH, voteSigningBytes } from '../../../protocol/ids';
import type { Certificate, Vote, VoteKind } from '../../../protocol/vote';
import type { ByzantineParts } from './byzantine';

/** Votes and messages a seat can make with its own key when it does not care about the rules. */
export class Forge {
  constructor(private readonly parts: ByzantineParts) {}

  vote(kind: VoteKind, view: number, blockId: Uint8Array): Vote {
    const { seat, chainId, committee, world } = this.parts;
    const subject = { kind, epoch: committee.epoch, view, blockId: kind === 'nullify' ? ZERO_HASH : blockId };
    return { ...subject, seat, signature: world.keys.sign(seat, voteSigningBytes(chainId, subject)) };
  }

  /** A certificate that claims these signers but holds only this seat's signature, as often as wanted where the scheme lists them. */
  certificate(kind: VoteKind, view: number, blockId: Uint8Array, signers: Bytes, signatures: number): Certificate {
    const vote = this.vote(kind, view, blockId);
    const { scheme } = this.parts.committee;
    const proof = scheme === 'bls' ? vote.signature : concatBytes(...new Array<Bytes>(signatures).fill(vote.signature));
    return { kind, epoch: vote.epoch, view, blockId: vote.blockId, scheme, signers, proof };
  }

  send(to: number, bytes: Bytes): void {
    if (to !== this.parts.seat) this.parts.world.send(this.parts.seat, to, { kind: 'engine', bytes });
  }

  sendAll(bytes: Bytes): void {
    for (let seat = 0; seat < this.parts.world.seats; seat += 1) this.send(seat, bytes);
  }

  voteToAll(kind: VoteKind, view: number, blockId: Uint8Array): void {
    this.sendAll(encodeVoteMessage(this.vote(kind, view, blockId)));
  }
}
