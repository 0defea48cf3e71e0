import type { ByzantineFactory } from './byzantine';

/**
 * Two nodes with one key that know nothing of each other. Each speaks to its own part of the committee (one seat hears both), so they propose different
 * blocks and vote differently in the same views.
 */
export const equivocator: ByzantineFactory = ({ world, seat, makeNode }) => {
  const others = world.random.shuffled(Array.from({ length: world.seats }, (_, other) => other).filter((other) => other !== seat));
  const middle = world.random.below(others.length);
  const hearsFirst = new Set(others.slice(0, middle + 1));
  const hearsSecond = new Set(others.slice(middle));
  const twins = [makeNode(1, (other) => hearsFirst.has(other)), makeNode(2, (other) => hearsSecond.has(other))];
  return {
    seat,
    start: () => twins.forEach((twin) => twin.start()),
    receive: (from, envelope) => {
      if (hearsFirst.has(from)) twins[0]!.receive(from, envelope);
      if (hearsSecond.has(from)) twins[1]!.receive(from, envelope);
    },
  };
};
