import type { BlockSummary, Page } from '@bystack/api';
import { fateOf, type Standing } from './votes';

/**
 * View timers grow from 400 ms to 3 s: so many in a row are three quarters of a minute. A machine that is only slow does not lose them all, for
 * the last of them leave it seconds each; a chain that stands still does.
 */
const VIEWS_BETWEEN_BLOCKS_MAX = 20;
const AFTERWARDS = 5;
const ENOUGH = 10_000;

export interface Recorded {
  /** What became of each, in order. */
  readonly fates: readonly string[];
  /** Of those that are final, in order. */
  readonly heights: readonly number[];
}

/** Records one thing after the other while something else is done, and a few more after it. */
export async function whileRecording(record: (n: number) => Promise<Standing>, work: (heights: readonly number[]) => Promise<void>): Promise<Recorded> {
  const fates: string[] = [];
  const heights: number[] = [];
  let left = ENOUGH;
  const recording = (async () => {
    for (let n = 1; left > 0; n += 1, left -= 1) fates.push(await fateOf(record(n).then((view) => (heights.push(view.height!), view))));
  })();
  const working = work(heights);
  // Whoever fails first ends it, with its own reason.
  await Promise.race([working, recording.then(() => working)]).finally(() => (left = Math.min(left, AFTERWARDS)));
  await recording;
  return { fates, heights };
}

/** Every block is there, and between none of them and the next the chain stood still. */
export async function expectBlocksKeptComing(page: (before: number) => Promise<Page<BlockSummary>>, { heights }: Recorded): Promise<void> {
  const blocks = await blocksIn(page, heights[0]!, heights.at(-1)!);
  expect(blocks.map(({ height }) => height)).toEqual(blocks.map((_, i) => heights[0]! + i));
  expect(Math.max(...blocks.slice(1).map(({ view }, i) => view - blocks[i]!.view))).toBeLessThanOrEqual(VIEWS_BETWEEN_BLOCKS_MAX);
}

/** In order of height. */
async function blocksIn(page: (before: number) => Promise<Page<BlockSummary>>, from: number, to: number): Promise<readonly BlockSummary[]> {
  const found: BlockSummary[] = [];
  for (let before = to + 1; before > from; before = found.at(-1)!.height) {
    const { items } = await page(before);
    if (items.length === 0) throw new Error(`no block below ${before} is shown`);
    found.push(...items);
  }
  return found.filter(({ height }) => height >= from).reverse();
}
