import type { ByzantineFactory } from './byzantine';
import { passesOn } from './passes-on';

/** An honest node that passes nothing on, neither up nor down. Its own votes and proposals are in order. */
export const silentGateway: ByzantineFactory = ({ seat, makeNode }) =>
  makeNode(0, () => true, { says: (_, bytes) => (passesOn(seat, bytes) ? undefined : bytes) });
