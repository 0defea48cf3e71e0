import type { ByzantineFactory } from './byzantine';

/** An honest node whose messages reach only some, each time others: proposals to one half, votes to another, no answers to a third. */
export const withholder: ByzantineFactory = ({ world, seat, makeNode }) => {
  const sharePermille = world.random.between(200, 800);
  const node = makeNode(0, () => world.random.chance(sharePermille));
  return { seat, start: () => node.start(), receive: (from, envelope) => node.receive(from, envelope) };
};
