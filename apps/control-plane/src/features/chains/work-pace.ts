import type { NodeFacts } from './chain-facts';

/** Blocks come by chance: none for so many times what one takes on average happens once in three million times, which is no chance. */
export const INTERVALS_MAX = 15;

/** Hashes that all nodes together make in a second. */
export function hashRate(nodes: readonly NodeFacts[]): number {
  return nodes.reduce((sum, { hashesPerSecond }) => sum + (hashesPerSecond ?? 0), 0);
}

export function miningNodes(nodes: readonly NodeFacts[]): number {
  return nodes.filter(({ miningThreads }) => (miningThreads ?? 0) > 0).length;
}

/** What a block takes on average, in ms; without end where nobody computes. */
export function intervalMs(work: number, hashesPerSecond: number): number {
  return (work / hashesPerSecond) * 1_000;
}
