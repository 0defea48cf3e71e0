import type { ByzantineFactory } from './byzantine';

/** Keeps to the protocol, but every block it proposes is invalid, and it finds all blocks valid. */
export const badBuilder: ByzantineFactory = ({ seat, makeNode }) => {
  const node = makeNode(0, () => true, { buildsBadBlocks: true, checksNothing: true });
  return { seat, start: () => node.start(), receive: (from, envelope) => node.receive(from, envelope) };
};
