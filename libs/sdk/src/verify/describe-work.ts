import type { ReadWork } from '@bystack/chain-core/protocol/pow/read-work';
import type { Buried } from '@bystack/chain-core/protocol/pow/chain-of-work';
import { formatHashes } from './format-hashes';

/** What makes a block final on a chain of proof of work, as data. Counts of hashes are decimal text, times ms since 1970 UTC. */
export interface WorkProved {
  /** Block that the evidence begins after; 0: genesis. */
  readonly anchorHeight: number;
  /** Blocks on the block, and hashes they took on average. */
  readonly depth: number;
  readonly workAbove: string;
  /** Of all headers together, and over what time they were made. */
  readonly totalWork: string;
  readonly headers: number;
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
}

export function whatWorkProved({ headers, anchorHeight, depth, workAbove, totalWork }: ReadWork & Buried): WorkProved {
  return {
    anchorHeight, depth, workAbove: String(workAbove), totalWork: String(totalWork), headers: headers.length,
    firstTimeMs: headers[0]!.header.timeMs, lastTimeMs: headers.at(-1)!.header.timeMs,
  };
}

/** The same in sentences. */
export function workInWords(work: WorkProved, height: number): readonly string[] {
  const from = work.anchorHeight === 0 ? 'the genesis document' : `block ${work.anchorHeight}, which your checkpoint names`;
  const [first, last] = [work.firstTimeMs, work.lastTimeMs].map((timeMs) => new Date(timeMs).toISOString());
  return [
    `✓ Headers: ${work.headers} headers lead without a gap from ${from} through block ${height} to block ${height + work.depth}, each with the work that the pace before it demands; they took ${formatHashes(work.totalWork)} and say they were made from ${first} to ${last}`,
    `✓ Work: ${work.depth} blocks stand on block ${height}; they took ${formatHashes(work.workAbove)} on average`,
    '',
    `Nobody signed this: whoever wants another story has to do that work again, and faster than all others. The file cannot show that no other branch has more work${work.anchorHeight === 0 ? '' : ', and it rests on the checkpoint'}.`,
  ];
}
