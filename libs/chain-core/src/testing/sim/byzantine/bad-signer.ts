import { encodeProposal, encodeVoteMessage } from '../../../consensus/bft/message-codec';
import type { ByzantineFactory } from './byzantine';
import { Forge } from './forge';
import { overhear } from './overhear';

/** Its votes look like everybody's, but most of their signatures do not hold: whoever checks many votes at once has to find them. */
export const badSigner: ByzantineFactory = (parts) => {
  const { world, seat } = parts;
  const node = parts.makeNode(0, () => true);
  const forge = new Forge(parts);
  let highest = 0;
  return {
    seat,
    start: () => node.start(),
    receive: (from, envelope) => {
      node.receive(from, envelope);
      for (const { view, blockId, block } of overhear(envelope)) {
        if (view <= highest) continue;
        highest = view;
        for (const kind of ['notarise', 'finalise', 'nullify'] as const) {
          const vote = forge.vote(kind, view, blockId);
          const signature = world.random.chance(700) ? forge.vote(kind, view + 1, blockId).signature : vote.signature;
          forge.sendAll(encodeVoteMessage({ ...vote, signature }));
        }
        if (block !== undefined) forge.sendAll(encodeProposal([], forge.vote('finalise', view, blockId).signature, block.bytes));
      }
    },
  };
};
