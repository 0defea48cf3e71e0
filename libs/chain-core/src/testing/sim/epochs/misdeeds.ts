import { decodeMessage, encodeVoteMessage } from '../../../consensus/bft/message-codec';
import { hash } from '../../../crypto/hash';
import type { Bytes, Hash } from '../../../primitives/bytes';
import { quorumOf } from '../../../protocol/committee';
import { encodeCertificate } from '../../../protocol/encode-vote';
import { voteSigningBytes } from '../../../protocol/ids';
import { writeSigners } from '../../../protocol/signers';
import { makeEpochBlock, type EpochBlock } from './epoch-block';
import type { PlannedEpoch } from './epoch-plan';

/**
 * What a forger serves after the end of an epoch: a block of the next one by the word of the committee that is over.
 * @param last the last block of that epoch
 */
export function forgeNextBlock(chainId: Hash, { seats, keys, committee: { epoch } }: PlannedEpoch, last: EpochBlock): { readonly block: Bytes; readonly certificate: Bytes } {
  const parts = { epoch: epoch + 1, closes: false, view: last.view + 1, proposer: 0, timeMs: last.timeMs + 1, transactions: [999_999] };
  const block = makeEpochBlock({ parentId: last.id, height: last.height + 1, ...parts });
  const subject = { kind: 'finalise' as const, epoch, view: block.view, blockId: block.id };
  const n = seats.length;
  const places = seats.slice(0, quorumOf(n)).map((_, place) => place);
  const proofs = places.map((place) => ({
    scheme: keys.scheme.name,
    signers: writeSigners([place], n),
    proof: keys.sign(seats[place]!.key, voteSigningBytes(chainId, subject)),
  }));
  return { block: block.bytes, certificate: encodeCertificate({ ...subject, ...keys.scheme.combine(proofs, n) }) };
}

/** What a double voter says in place of a notarise vote: that it notarises something else too, and first. Anything else it says as it is. */
export function voteTwice(chainId: Hash, { seats, keys, committee: { epoch } }: PlannedEpoch, bytes: Bytes): readonly Bytes[] {
  const message = decodeMessage(bytes, 4096);
  if (message.kind !== 'vote' || message.vote.kind !== 'notarise') return [bytes];
  const { seat, view, blockId } = message.vote;
  const subject = { kind: 'notarise' as const, epoch, view, blockId: hash(blockId) };
  return [encodeVoteMessage({ ...subject, seat, signature: keys.sign(seats[seat]!.key, voteSigningBytes(chainId, subject)) }), bytes];
}
