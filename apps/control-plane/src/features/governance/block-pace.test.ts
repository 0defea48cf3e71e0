import { aboutMs } from './block-pace';

const blocks = (...rows: [number, number][]) => rows.map(([height, timeMs]) => ({ height, timeMs }));

test.each<[string, ReturnType<typeof blocks>, number, number, number | null]>([
  ['as fast as the last ones', blocks([110, 100_000], [100, 90_000]), 120, 100_000, 110_000],
  ['slower, for a chain that rests, but for the last ones', blocks([110, 100_000], [100, 90_000]), 120, 110_000, 122_000],
  ['at once where it is near, also on a chain that beats slowly', blocks([110, 100_000], [109, 70_000], [108, 69_800], [107, 39_800]), 112, 105_000, 105_400],
  ['nothing of a block that has come', blocks([110, 100_000], [100, 90_000]), 110, 100_000, null],
  ['nothing by one block', blocks([110, 100_000]), 120, 100_000, null],
  ['nothing that no clock shows', blocks([110, 1e300], [100, 90_000]), 120, 100_000, null],
  ['nothing by none', [], 120, 100_000, null],
  ['nothing by blocks in a wrong order', blocks([100, 90_000], [110, 100_000]), 120, 100_000, null],
])('%s', (_what, given, height, nowMs, expected) => expect(aboutMs(given, height, nowMs)).toBe(expected));
