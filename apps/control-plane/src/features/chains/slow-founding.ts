import { aboutWords } from '@bystack/chain-core/module';
import type { NodeFacts } from './chain-facts';
import { hashRate, INTERVALS_MAX, intervalMs, miningNodes } from './work-pace';

/** Nobody means to wait for a first block that takes longer. */
const WORTH_WAITING_MS = 3_600_000;

/** What is seen of the work, where nobody votes. */
export interface WorkSeen {
  /** Hashes that the next block takes on average. */
  readonly nextWork: number;
  /** Hashes that all nodes together make in a second. */
  readonly hashesPerSecond: number;
  /** Of the newest block, final or not, and how long ago it was made. */
  readonly height: number;
  readonly agoMs: number;
  readonly mining: number;
}

/** @returns null where a committee decides, or no node has said yet what work it sees */
export function workSeen(nodes: readonly NodeFacts[], nowMs: number): WorkSeen | null {
  const blocks = nodes.flatMap(({ newestBlock }) => newestBlock ?? []);
  if (blocks.length === 0) return null;
  return {
    nextWork: Math.max(...blocks.map(({ nextWork }) => nextWork)),
    hashesPerSecond: hashRate(nodes),
    height: Math.max(...blocks.map(({ height }) => height)),
    agoMs: nowMs - Math.max(...blocks.map(({ timeMs }) => timeMs)),
    mining: miningNodes(nodes),
  };
}

/** How long the next block is waited for: several times what it takes at the rate that was seen, unless that is more than anybody waits for. */
export function patienceMs(idleMsMax: number, { nextWork, hashesPerSecond }: WorkSeen): number {
  const eachMs = intervalMs(nextWork, hashesPerSecond);
  return eachMs <= WORTH_WAITING_MS ? Math.max(idleMsMax, INTERVALS_MAX * eachMs) : idleMsMax;
}

/** Why no block became final: what the work asks for, against what the nodes were seen to compute. */
export function likelyCause({ nextWork, hashesPerSecond, height, mining }: WorkSeen): string {
  if (mining === 0 || hashesPerSecond === 0) return 'None of the nodes was seen to mine.';
  const [work, rate] = [nextWork, Math.round(hashesPerSecond)].map((count) => count.toLocaleString('en'));
  const each = aboutWords(intervalMs(nextWork, hashesPerSecond)).en;
  const made = height === 0 ? 'no block was made' : `block ${height} is the newest, and not enough blocks stand on the first one`;
  return `A likely cause: ${made}; the next one takes ${work} hashes on average, and the nodes make ${rate} a second, so that a block takes about ${each}. Begin with less work (initialWork), or fewer blocks that make a record final (finalDepth).`;
}
