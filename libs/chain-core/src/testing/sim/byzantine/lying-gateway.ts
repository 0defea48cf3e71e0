import { decodeMessage, encodeCertificateMessage, encodeFollow, encodePartial } from '../../../consensus/bft/message-codec';
import type { Bytes } from '../../../primitives/bytes';
import { encodeCertificate } from '../../../protocol/encode-vote';
import type { Certificate } from '../../../protocol/vote';
import { SIM_BLOCK_BYTES_MAX } from '../sim-block';
import type { Random } from '../random';
import type { ByzantineFactory } from './byzantine';
import { passesOn } from './passes-on';

/**
 * An honest node that garbles what it passes on: a bit of somebody's signature, a seat that did not vote, another block, one half only, or nothing at all. As a
 * child it says of itself that it relies on every gateway at once.
 */
export const lyingGateway: ByzantineFactory = ({ world, seat, makeNode }) => {
  const { random } = world;
  return makeNode(0, () => true, {
    says: (to, bytes) => {
      if (random.chance(50)) world.send(seat, to, { kind: 'engine', bytes: encodeFollow(to) });
      return passesOn(seat, bytes) && random.chance(700) ? garbled(random, bytes) : bytes;
    },
  });
};

function garbled(random: Random, bytes: Bytes): Bytes | undefined {
  const message = decodeMessage(bytes, SIM_BLOCK_BYTES_MAX);
  if (message.kind === 'partial') return encodePartial(encodeCertificate(lie(random, message.partial)));
  if (message.kind === 'certificate') return encodeCertificateMessage(encodeCertificate(lie(random, message.certificate)));
  return random.chance(500) ? undefined : flipped(random, bytes);
}

function lie(random: Random, it: Certificate): Certificate {
  switch (random.below(4)) {
    case 0:
      return { ...it, proof: flipped(random, it.proof) };
    case 1:
      return { ...it, signers: flipped(random, it.signers) };
    case 2:
      return { ...it, blockId: flipped(random, it.blockId) };
    default:
      return { ...it, view: it.view + random.below(3), kind: random.pick(['notarise', 'finalise'] as const) };
  }
}

function flipped(random: Random, bytes: Bytes): Bytes {
  const copy = bytes.slice();
  const bit = random.below(copy.length * 8);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
