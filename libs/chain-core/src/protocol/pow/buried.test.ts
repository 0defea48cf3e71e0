import fc from 'fast-check';
import { LIMITS } from '../limits';
import { BurialLine, isBuried, type Weighed } from './buried';

const finalDepth = 4;

/** Height of the last final block, on genesis, after each of the blocks with so much work. */
function finalsOf(works: readonly number[], depth = finalDepth): readonly number[] {
  const line = new BurialLine(0, { finalDepth: depth });
  return works.map((work) => {
    line.add(BigInt(work));
    return line.finalHeight;
  });
}
const times = (count: number, work: number) => Array.from({ length: count }, () => work);

test.each<[string, readonly number[], number]>([
  ['too few blocks', times(4, 10), 0],
  ['equal work: the depth decides', times(5, 10), 1],
  ['equal work, more of it', times(9, 10), 5],
  ['falling work: cheap blocks must make up for a hard one', [100, ...times(39, 10)], 0],
  ['falling work, until they have', [100, ...times(40, 10)], 37],
  ['by one hash', [100, 100, 100, 100, 99], 0],
  ['rising work: not fewer blocks than the depth', [10, 1_000, 1_000, 1_000], 0],
  ['rising work, as many as the depth', [10, 1_000, 1_000, 1_000, 1_000], 1],
  ['in order: a cheap block is not final before the hard one below it', [10, 100, ...times(10, 1)], 1],
  ['cheap blocks bury no honest one, be they ever so many', [100, 50, 25, 12, 6, 3, ...times(200, 1)], 0],
  ['but they do when there are so many that nothing else can be told of them', [1_000_000, ...times(LIMITS.burialBlocksMax, 1)], LIMITS.burialBlocksMax - 3],
])('%s', (_name, works, finalHeight) => {
  expect(finalsOf(works).at(-1)).toBe(finalHeight);
});

const anyWorks = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60 });

test('what is final once stays so, whatever is added, and wherever above the last final block one begins to judge', () => {
  fc.assert(fc.property(anyWorks, fc.nat(59), (works, begin) => {
    const finals = finalsOf(works);
    finals.forEach((height, i) => expect(height).toBeGreaterThanOrEqual(finals[i - 1] ?? 0));
    const final = finals[Math.min(begin, works.length - 1)]!;
    const again = new BurialLine(final, { finalDepth });
    for (const work of works.slice(final)) again.add(BigInt(work));
    expect(again.finalHeight).toBe(finals.at(-1));
  }));
});

test('it is the longest beginning of the branch of which all blocks are buried', () => {
  fc.assert(fc.property(anyWorks, (works) => {
    const blocks: Weighed[] = [];
    for (const work of works) blocks.push({ height: blocks.length + 1, work: BigInt(work), totalWork: (blocks.at(-1)?.totalWork ?? 0n) + BigInt(work) });
    const open = blocks.find((block) => !isBuried(block, blocks.at(-1)!, { finalDepth }))!;
    expect(finalsOf(works).at(-1)).toBe(open.height - 1);
  }));
});
