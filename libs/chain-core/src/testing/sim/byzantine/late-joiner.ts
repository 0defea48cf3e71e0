import type { ByzantineFactory } from './byzantine';

/** An honest node that is not there when the chain begins, and comes with an empty disk when much has happened. */
export const lateJoiner: ByzantineFactory = ({ world, seat, makeNode }) => {
  const node = makeNode(0, () => true);
  return {
    seat,
    start: () => world.schedule.after(world.random.between(500_000, 12_000_000), () => node.start()),
    receive: (from, envelope) => node.receive(from, envelope),
  };
};
