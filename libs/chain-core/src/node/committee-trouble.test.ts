import { committeeTrouble, type CommitteeSight } from './committee-trouble';
import type { Seats } from './seats';

const seats = (own: number | undefined, lacksKey = false): Seats =>
  ({ own, lacksKey, committee: { epoch: 2, seats: [{}, {}, {}, {}] }, seatOf: (peer: string) => (peer.startsWith('seat') ? Number(peer.slice(4)) : undefined) }) as never;
const sight = (change: Partial<CommitteeSight>): CommitteeSight => ({
  ...{ seats: seats(0), finalHeight: 10, connected: ['seat1', 'seat2', 'observer'], forgotten: undefined, prunedAway: undefined, nextVersion: undefined, versionMax: 1 },
  ...change,
});
const forgotten = { epoch: 2, height: 20, timeMs: 0 };

test.each<[string, Partial<CommitteeSight>, RegExp | undefined]>([
  ['nothing', {}, undefined],
  ['a key that is elsewhere comes first', { seats: seats(undefined, true), forgotten }, /^The voting key of this seat in epoch 2/],
  ['an older copy', { forgotten }, /^This node was seen with block 20 and has block 10 now/],
  ['an older copy of a node without a seat', { seats: seats(undefined), forgotten }, undefined],
  ['a version that this software lacks', { nextVersion: { version: 2, lastHeight: 30 } }, /^After block 30 the chain goes by protocol version 2, and this software runs versions up to 1/],
  ['a version that it has', { nextVersion: { version: 1, lastHeight: 30 } }, undefined],
  ['blocks that nobody has', { prunedAway: 11 }, /^No connected node has block 11 any more/],
  ['too few', { connected: ['seat1', 'observer'] }, /^Only 2 of 4 validators are connected here; 3 are needed/],
  ['one that follows needs but one', { seats: seats(undefined), connected: ['seat3'] }, undefined],
  ['one that follows nobody', { seats: seats(undefined), connected: ['observer'] }, /^Only 0 of 4 validators are connected here; 1 are needed/],
])('what people must see to: %s', (_name, change, words) => {
  const said = committeeTrouble(sight(change));
  if (words === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(words);
});
