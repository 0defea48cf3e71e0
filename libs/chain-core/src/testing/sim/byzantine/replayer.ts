import type { Envelope } from '../world';
import type { ByzantineFactory } from './byzantine';

const KEPT_ENVELOPES = 200;

/** An honest node that also sends old messages of everybody again, as its own, at the worst of times. */
export const replayer: ByzantineFactory = ({ world, seat, makeNode }) => {
  const node = makeNode(0, () => true);
  const kept: Envelope[] = [];
  return {
    seat,
    start: () => node.start(),
    receive: (from, envelope) => {
      node.receive(from, envelope);
      if (kept.length < KEPT_ENVELOPES) kept.push(envelope);
      else kept[world.random.below(KEPT_ENVELOPES)] = envelope;
      if (world.random.chance(300)) world.send(seat, (seat + world.random.between(1, world.seats - 1)) % world.seats, world.random.pick(kept));
    },
  };
};
