import type { PowParameters } from '../protocol/genesis';
import { bitsOfTarget, targetOfWork } from '../protocol/pow/target';
import { burialOf } from './burial';

const parameters = { finalDepth: 6, targetSpacingMs: 1_000 } as PowParameters;
const EVEN = 1 << 20;

/** Blocks on block 10, the final one, each with so much work. */
function treeOf(works: readonly number[], passedMs: number) {
  const blocks = [EVEN, ...works].map((work, i) => ({ height: 10 + i, block: { id: i, header: { timeMs: 1_000_000 + (i === works.length ? passedMs : 0), work: { bits: bitsOfTarget(targetOfWork(work)) } } } }));
  return { final: blocks[0], head: blocks.at(-1), branch: () => blocks.slice(1).reverse().values() } as never;
}
const even = (count: number) => Array.from({ length: count }, () => EVEN);

test.each<[string, number | undefined, readonly number[], number, number | undefined, number, number]>([
  ['in no block yet: one more than the depth is missing', undefined, even(6), 12_000, undefined, 7, 14_000],
  ['in the head', 16, even(6), 12_000, 0, 6, 12_000],
  ['half way', 13, even(6), 12_000, 3, 3, 6_000],
  ['final', 10, even(6), 12_000, 6, 0, 0],
  ['before what is final', 8, even(6), 12_000, 8, 0, 0],
  ['too few blocks for a pace: as it is meant to be', 12, even(2), 90_000, 0, 6, 6_000],
  ['time stamps that went back give no negative time', 16, even(6), -5, 0, 6, 0],
  ['under blocks that are half as hard: as many as its own work takes', 11, [EVEN, ...even(4).map((work) => work / 2 + 64)], 10_000, 4, 8, 16_000],
  ['under blocks that are half as hard, over a harder one: not before that', 12, [EVEN, ...even(4).map((work) => work / 2 + 64)], 10_000, 3, 8, 16_000],
  ['in no block yet, over a harder one: not before that either', undefined, [EVEN * 4, ...even(3).map((work) => work / 4 + 64)], 4_000, undefined, 93, 93_000],
  ['under blocks that are twice as hard: the depth still counts', 11, [EVEN, ...even(4).map((work) => work * 2)], 10_000, 4, 2, 4_000],
  ['under very cheap blocks: no more than blocks can be open', 11, [EVEN, 2, 2, 2, 2], 10_000, 4, 2_044, 4_088_000],
])('%s', (_name, height, works, passedMs, depth, blocksLeft, estimateMs) => {
  expect(burialOf(height, parameters, treeOf(works, passedMs))).toEqual({ depth, finalDepth: 6, blocksLeft, estimateMs });
});
