import { duration } from './competition-state';
import type { NodeFacts } from './chain-facts';

/** What is seen of the work, where nobody votes. */
export interface WorkSeen {
  /** Hashes that the next block takes on average. */
  readonly nextWork: number;
  /** Hashes that all nodes together make in a second. */
  readonly hashesPerSecond: number;
  /** Of the newest block, final or not. */
  readonly height: number;
  readonly mining: number;
}

/** @returns null where a committee decides, or no node has said yet what work it sees */
export function workSeen(nodes: readonly NodeFacts[]): WorkSeen | null {
  const blocks = nodes.flatMap(({ newestBlock }) => newestBlock ?? []);
  if (blocks.length === 0) return null;
  return {
    nextWork: Math.max(...blocks.map(({ nextWork }) => nextWork)),
    hashesPerSecond: nodes.reduce((sum, one) => sum + (one.hashesPerSecond ?? 0), 0),
    height: Math.max(...blocks.map(({ height }) => height)),
    mining: nodes.filter(({ miningThreads }) => (miningThreads ?? 0) > 0).length,
  };
}

/** Why no block became final: what the work asks for, against what the nodes were seen to compute. */
export function likelyCause({ nextWork, hashesPerSecond, height, mining }: WorkSeen): string {
  if (mining === 0 || hashesPerSecond === 0) return 'None of the nodes was seen to mine.';
  const [work, rate] = [nextWork, Math.round(hashesPerSecond)].map((count) => count.toLocaleString('en'));
  const each = duration((nextWork / hashesPerSecond) * 1_000).en;
  const made = height === 0 ? 'no block was made' : `block ${height} is the newest, and not enough blocks stand on the first one`;
  return `A likely cause: ${made}; the next one takes ${work} hashes on average, and the nodes make ${rate} a second, so that a block takes about ${each}. Begin with less work (initialWork), or fewer blocks that make a record final (finalDepth).`;
}
