import { aboutMs } from './block-pace';

const blocks = (...rows: [number, number][]) => rows.map(([height, timeMs]) => ({ height, timeMs }));

test.each<[string, ReturnType<typeof blocks>, number, number, number | null]>([
  ['as fast as the last ones', blocks([110, 100_000], [100, 90_000]), 120, 100_000, 110_000],
  ['slower, for a chain that rests', blocks([110, 100_000], [100, 90_000]), 120, 110_000, 130_000],
  ['nothing of a block that has come', blocks([110, 100_000], [100, 90_000]), 110, 100_000, null],
  ['nothing by one block', blocks([110, 100_000]), 120, 100_000, null],
  ['nothing that no clock shows', blocks([110, 1e300], [100, 90_000]), 120, 100_000, null],
  ['nothing by none', [], 120, 100_000, null],
  ['nothing by blocks in a wrong order', blocks([100, 90_000], [110, 100_000]), 120, 100_000, null],
])('%s', (_what, given, height, nowMs, expected) => expect(aboutMs(given, height, nowMs)).toBe(expected));
