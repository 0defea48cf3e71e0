import { encodeHeaders } from '../../../../consensus/pow/message-codec';
import { workOfBits } from '../../../../protocol/pow/target';
import { PowNode } from '../pow-node';
import type { MakeDouble } from '../pow-world';

/** Keeps what it mines to itself while it is ahead, and shows it when the others come close, so that their work is in vain. */
export const selfishMiner = (hashesPerMs: number): MakeDouble => (world, index) => {
  /** How far ahead it is, in tenths of a block's work. */
  const lead = (): bigint => {
    const head = node.tree.head.block;
    return ((world.invariants.workOf(head) - world.invariants.bestWork) * 10n) / workOfBits(head.header.work!.bits);
  };
  const node: PowNode = new PowNode(index, world, { outgoing: (to, bytes) => (lead() > 15n && bytes[0] !== 2 && bytes[0] !== 3 ? [] : [{ to, bytes }]) });
  node.hashesPerMs = hashesPerMs;
  node.start();
  const show = () => {
    const { height, block } = node.tree.head;
    if (height > 0 && lead() > 0n && lead() <= 15n) for (let peer = 0; peer < world.size; peer += 1) world.send(index, peer, encodeHeaders([block.headerBytes]));
  };
  return {
    receive: (from, bytes) => {
      node.receive(from, bytes);
      show();
    },
    connected: (peer) => node.connected(peer),
  };
};
