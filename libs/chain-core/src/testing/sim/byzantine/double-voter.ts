import { toHex } from '../../../primitives/bytes';
import type { ByzantineFactory } from './byzantine';
import { Forge } from './forge';
import { overhear } from './overhear';

/** Signs everything: for each block it hears of it votes to notarise, to finalise and to nullify, at once and to everybody. */
export const doubleVoter: ByzantineFactory = (parts) => {
  const forge = new Forge(parts);
  const heard = new Set<string>();
  return {
    seat: parts.seat,
    start: () => undefined,
    receive: (_, envelope) => {
      for (const { view, blockId } of overhear(envelope)) {
        const key = `${view}/${toHex(blockId)}`;
        if (heard.has(key)) continue;
        heard.add(key);
        for (const kind of ['notarise', 'finalise', 'nullify'] as const) forge.voteToAll(kind, view, blockId);
      }
    },
  };
};
