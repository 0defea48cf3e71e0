import type { BlockSummary, Page, SubmissionView } from '@bystack/api';
import { fateOf } from './votes';

/** So many view timers of 400 ms are two seconds: as long as a chain may be without a final block. */
const VIEWS_BETWEEN_BLOCKS_MAX = 5;
const AFTERWARDS = 5;
const ENOUGH = 10_000;

export interface Recorded {
  /** What became of each, in order. */
  readonly fates: readonly string[];
  /** Of those that are final, in order. */
  readonly heights: readonly number[];
}

/** Records one thing after the other while something else is done, and a few more after it. */
export async function whileRecording(record: (n: number) => Promise<SubmissionView>, work: (heights: readonly number[]) => Promise<void>): Promise<Recorded> {
  const fates: string[] = [];
  const heights: number[] = [];
  let left = ENOUGH;
  const recording = (async () => {
    for (let n = 1; left > 0; n += 1, left -= 1) fates.push(await fateOf(record(n).then((view) => (heights.push(view.height!), view))));
  })();
  try {
    await work(heights);
  } finally {
    left = Math.min(left, AFTERWARDS);
    await recording;
  }
  return { fates, heights };
}

/** Every block is there, and none was waited for so long that more views were given up than two seconds have. */
export async function expectBlocksKeptComing(page: (before: number) => Promise<Page<BlockSummary>>, { heights }: Recorded): Promise<void> {
  const [from, to] = [heights[0]!, heights.at(-1)!];
  const found: BlockSummary[] = [];
  while (found.length === 0 || found.at(-1)!.height > from) found.push(...(await page(found.at(-1)?.height ?? to + 1)).items);
  const blocks = found.filter(({ height }) => height >= from).reverse();
  expect(blocks.map(({ height }) => height)).toEqual(blocks.map((_, i) => from + i));
  expect(Math.max(...blocks.slice(1).map(({ view }, i) => view - blocks[i]!.view))).toBeLessThanOrEqual(VIEWS_BETWEEN_BLOCKS_MAX);
}
