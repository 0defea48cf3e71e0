import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { NODE } from '../limits';

export function threadsMax(): number {
  return Math.min(availableParallelism(), NODE.miningThreadsMax);
}

/** How many threads somebody wanted to mine here. A new chain is never silently not mining: one, unless somebody said otherwise. @returns undefined when the file is not what this program writes. */
export function readWantedThreads(dataDir: string): number | undefined {
  const file = pathIn(dataDir);
  if (!existsSync(file)) return 1;
  try {
    const { threads } = JSON.parse(readFileSync(file, 'utf8')) as { threads?: unknown };
    return Number.isInteger(threads) && (threads as number) >= 0 ? Math.min(threads as number, threadsMax()) : undefined;
  } catch {
    return undefined;
  }
}

export function writeWantedThreads(dataDir: string, threads: number): void {
  const file = pathIn(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify({ threads }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'mining.json');
}
