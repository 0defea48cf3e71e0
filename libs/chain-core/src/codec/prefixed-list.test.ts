import { joinPrefixed, splitPrefixed } from './prefixed-list';

const items = [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(300).fill(7)];

test('what is joined comes apart again, empty items and no items included', () => {
  expect(splitPrefixed(joinPrefixed(items), 3)?.map((item) => [...item])).toEqual(items.map((item) => [...item]));
  expect(splitPrefixed(joinPrefixed([]), 0)).toEqual([]);
});

test('lengths that do not add up, and one item too many, are refused at every cut', () => {
  const whole = joinPrefixed(items);
  expect(splitPrefixed(whole, 2)).toBeUndefined();
  const ends = new Set([0, 7, 11, whole.length]);
  for (let length = 0; length <= whole.length; length += 1) expect(splitPrefixed(whole.subarray(0, length), 9) !== undefined).toBe(ends.has(length));
});
