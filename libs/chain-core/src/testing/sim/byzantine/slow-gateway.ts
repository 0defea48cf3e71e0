import type { ByzantineFactory } from './byzantine';
import { passesOn } from './passes-on';

/** An honest node that passes on late what others wait for. */
export const slowGateway: ByzantineFactory = ({ world, seat, makeNode }) => {
  const lateUs = world.random.between(50_000, 600_000);
  const sendLate = (to: number, bytes: Uint8Array): undefined => world.schedule.after(lateUs, () => world.send(seat, to, { kind: 'engine', bytes })) as undefined;
  return makeNode(0, () => true, { says: (to, bytes) => (passesOn(seat, bytes) ? sendLate(to, bytes) : bytes) });
};
