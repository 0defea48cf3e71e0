import { blocksUnder, setAt } from './set-at';

const changed = { firstHeights: [1, 10, 11] };

it.each([
  [0, 0],
  [1, 0],
  [9, 0],
  [10, 1],
  [11, 2],
  [5_000, 2],
])('block %i was made under set %i', (height, set) => expect(setAt(changed, height)).toBe(set));

it.each([
  [0, { from: 1, to: 9 }],
  [1, { from: 10, to: 10 }],
  [2, { from: 11, to: undefined }],
])('under set %i these blocks were made: %j', (set, blocks) => expect(blocksUnder(changed, set)).toEqual(blocks));
