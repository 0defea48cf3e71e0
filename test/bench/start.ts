import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../support/stack';
import { percentile, round, type Bench, type BenchOptions } from '../support/bench';

/** From `npm start` until the console's page has been answered, on installed and built sources: first with no data, then with everything there. */
export const bench: Bench = async (options) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bystack-bench-'));
  try {
    const first = await startOnce(dataDir, options);
    const again: number[] = [];
    for (let run = 1; run <= options.runs; run += 1) {
      again.push(await startOnce(dataDir, options));
      options.log(`start ${run}: ${Math.round(again[again.length - 1])} ms`);
    }
    return { firstMs: round(first), againMsP50: round(percentile(again, 0.5)), againMsP95: round(percentile(again, 0.95)), runs: again.length };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

async function startOnce(dataDir: string, { runtime }: BenchOptions): Promise<number> {
  const began = performance.now();
  const stack = await startStack({ dataDir, runtime, starter: true });
  try {
    const page = await fetch(stack.url);
    if (page.status !== 200) throw new Error(`the console answered with ${page.status}`);
    return performance.now() - began;
  } finally {
    await stack.stop();
  }
}
