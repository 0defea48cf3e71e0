import { encodeStand } from '../../../consensus/bft/message-codec';
import { encodeCertificate } from '../../../protocol/encode-vote';
import { makeSimBlock, SIM_GENESIS } from '../sim-block';
import type { Envelope } from '../world';
import type { ByzantineFactory } from './byzantine';
import { Forge } from './forge';

const VIEWS_AHEAD = 1_000;

/** Says it is far ahead and so draws those who are behind to itself; it answers them with nothing, with blocks it made up, or with a certificate of its own. */
export const heightLiar: ByzantineFactory = (parts) => {
  const { world, seat } = parts;
  const node = parts.makeNode(0, () => true);
  const forge = new Forge(parts);
  const boast = (): void => {
    const view = Math.floor(world.schedule.nowUs / 1000) + VIEWS_AHEAD;
    forge.sendAll(encodeStand({ isAnswer: false, view, finalView: view, certificates: [], votes: [] }));
    world.schedule.after(world.random.between(50_000, 400_000), boast);
  };
  const answer = (to: number, height: number): void => {
    if (world.random.chance(300)) return;
    const parent = { ...SIM_GENESIS, height };
    const block = makeSimBlock({ parent, view: VIEWS_AHEAD, proposer: seat, timeMs: 1, salt: 5, transactions: [], isBad: true });
    const certificate = encodeCertificate(forge.certificate('finalise', block.view, block.id, Uint8Array.of(255), 3));
    world.send(seat, to, { kind: 'sync-blocks', blocks: world.random.chance(500) ? [block.bytes] : [Uint8Array.of(1, 2)], certificate });
  };
  return {
    seat,
    start: () => {
      node.start();
      boast();
    },
    receive: (from: number, envelope: Envelope) => (envelope.kind === 'sync-want' ? answer(from, envelope.height) : node.receive(from, envelope)),
  };
};
