import { encodeProposal, encodeStand, encodeVoteMessage, encodeWantBlock, encodeWantCertificates } from '../../../consensus/bft/message-codec';
import type { Bytes } from '../../../primitives/bytes';
import { encodeCertificate } from '../../../protocol/encode-vote';
import { writeSigners } from '../../../protocol/signers';
import type { VoteKind } from '../../../protocol/vote';
import { makeSimBlock, SIM_GENESIS, type SimBlock } from '../sim-block';
import type { ByzantineFactory, ByzantineParts } from './byzantine';
import { Forge } from './forge';
import { overhear, type Overheard } from './overhear';
import { Turns } from './turns';

/**
 * Beside an honest node it tells lies: heights nobody reached, certificates without the signatures they claim, votes in others' names, blocks
 * that are invalid, questions without end, and honest messages with a bit flipped.
 */
export const liar: ByzantineFactory = (parts) => {
  const { world, seat } = parts;
  const node = parts.makeNode(0, () => true);
  const turns = new Turns(parts);
  return {
    seat,
    start: () => node.start(),
    receive: (from, envelope) => {
      node.receive(from, envelope);
      for (const { block } of overhear(envelope)) if (block !== undefined) turns.heard(block);
      if (envelope.kind !== 'engine' || !world.random.chance(250)) return;
      const forge = new Forge(parts);
      const to = (seat + world.random.between(1, world.seats - 1)) % world.seats;
      forge.send(to, lie(parts, turns, forge, envelope.bytes, overhear(envelope)[0]));
    },
  };
};

const VIEW_MAX = 1_000_000_000;

function lie({ world, seat }: ByzantineParts, turns: Turns, forge: Forge, bytes: Bytes, heard: Overheard | undefined): Bytes {
  const { random } = world;
  // Other liars claim views beyond all bounds.
  const view = Math.min(heard?.view ?? random.below(50), VIEW_MAX) + random.below(4);
  const blockId = heard?.blockId ?? SIM_GENESIS.id;
  switch (random.below(6)) {
    case 0:
      return withFlippedBit(bytes, random.below(bytes.length * 8));
    case 1:
      return encodeStand({ isAnswer: false, view: view * 1000, finalView: view * 1000, certificates: [], votes: [] });
    case 2:
      return encodeStand({ isAnswer: false, view: 0, finalView: 0, certificates: [falseCertificate(world.seats, random.below(3), forge, view, blockId)], votes: [] });
    case 3:
      return encodeVoteMessage({ ...forge.vote('finalise', view, blockId), seat: (seat + 1) % world.seats });
    case 4:
      return random.chance(500) ? encodeWantBlock(blockId) : encodeWantCertificates(0, view * 1000);
    default:
      return badProposal({ world, seat }, turns, forge, heard?.block ?? SIM_GENESIS);
  }
}

/** For the next view it leads, on a block that may well be the right parent. */
function badProposal({ world, seat }: Pick<ByzantineParts, 'world' | 'seat'>, turns: Turns, forge: Forge, parent: SimBlock): Bytes {
  let view = parent.view + 1;
  while ((turns.leaderOf(view, parent) ?? seat) !== seat && view < parent.view + 2 * world.seats) view += 1;
  const timeMs = Math.floor(world.schedule.nowUs / 1000);
  const block = makeSimBlock({ parent, view, proposer: seat, timeMs, salt: 3, transactions: [], isBad: true });
  return encodeProposal([], forge.vote('notarise', view, block.id).signature, block.bytes);
}

function falseCertificate(seats: number, way: number, forge: Forge, view: number, blockId: Uint8Array): Bytes {
  const kind: VoteKind = (['notarise', 'nullify', 'finalise'] as const)[view % 3]!;
  // Of one seat, of all, or of more than there are.
  const bitmap = way === 1 ? writeSigners([...new Array(seats).keys()], seats) : new Uint8Array((seats + 7) >> 3).fill(way === 0 ? 1 : 255);
  const signatures = way === 0 ? 1 : way === 1 ? seats : 300;
  return encodeCertificate(forge.certificate(kind, view, blockId, bitmap, signatures));
}

function withFlippedBit(bytes: Bytes, bit: number): Bytes {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
