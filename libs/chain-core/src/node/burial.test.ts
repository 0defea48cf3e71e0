import type { PowParameters } from '../protocol/genesis';
import { burialOf } from './burial';

const at = (height: number, timeMs: number) => ({ height, block: { header: { timeMs } } }) as never;
const parameters = { finalDepth: 6, targetSpacingMs: 1_000 } as PowParameters;

test.each<[string, number | undefined, number, number, number | undefined, number]>([
  ['in no block yet: one more than the depth is missing', undefined, 16, 12_000, undefined, 14_000],
  ['in the head', 16, 16, 12_000, 0, 12_000],
  ['half way', 13, 16, 12_000, 3, 6_000],
  ['deep enough', 10, 16, 12_000, 6, 0],
  ['deeper', 8, 16, 12_000, 8, 0],
  ['too few blocks for a pace: as it is meant to be', 12, 12, 90_000, 0, 6_000],
  ['time stamps that went back give no negative time', 16, 16, -5, 0, 0],
])('%s', (_name, height, headHeight, passedMs, depth, estimateMs) => {
  expect(burialOf(height, parameters, { final: at(10, 1_000_000), head: at(headHeight, 1_000_000 + passedMs) })).toEqual({ depth, finalDepth: 6, estimateMs });
});
