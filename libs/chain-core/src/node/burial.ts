import type { PowParameters } from '../protocol/genesis';
import { LIMITS } from '../protocol/limits';
import { workOfBits } from '../protocol/pow/target';
import type { BlockTree } from './block-tree';
import type { ExecutedBlock } from './executed-block';

/** How far a transaction is from final on a chain where work decides: nobody can say when, only at which pace blocks came lately. */
export interface Burial {
  /** Blocks that stand on its block in the best branch, which may still change; undefined: no block holds it. */
  readonly depth: number | undefined;
  readonly finalDepth: number;
  /** Blocks that are to come before it is final, if they take as much work as the newest one did. */
  readonly blocksLeft: number;
  /** Until then, if blocks go on coming as the newest ones did. */
  readonly estimateMs: number;
}

/** Fewer blocks than this say little about a pace. */
const PACE_BLOCKS = 4;

/** @param height of its block; undefined: no block holds it */
export function burialOf(height: number | undefined, parameters: PowParameters, tree: Pick<BlockTree, 'final' | 'head' | 'branch'>): Burial {
  const { finalDepth, targetSpacingMs } = parameters;
  const { final, head } = tree;
  const blocks = head.height - final.height;
  const spacingMs = blocks < PACE_BLOCKS ? targetSpacingMs : Math.max(0, head.block.header.timeMs - final.block.header.timeMs) / blocks;
  const blocksLeft = Math.max(height === undefined ? finalDepth + 1 : 0, openBlocksLeft(height ?? head.height, parameters, tree));
  return { depth: height === undefined ? undefined : head.height - height, finalDepth, blocksLeft, estimateMs: Math.round(blocksLeft * spacingMs) };
}

/** Until the unfinal blocks up to a height have enough on them, each of them (protocol/pow/buried.ts). */
function openBlocksLeft(height: number, { finalDepth }: PowParameters, tree: Pick<BlockTree, 'head' | 'branch'>): number {
  const { head } = tree;
  const newestWork = workIn(head);
  let [left, depth, workAbove] = [0, 0, 0n];
  for (const block of tree.branch(head.block.id)) {
    const work = workIn(block);
    const missing = BigInt(finalDepth) * work - workAbove;
    const byWork = Math.min(LIMITS.burialBlocksMax - depth, Number((missing + newestWork - 1n) / newestWork));
    if (block.height <= height) left = Math.max(left, finalDepth - depth, byWork);
    depth += 1;
    workAbove += work;
  }
  return left;
}

function workIn({ block }: ExecutedBlock): bigint {
  return workOfBits(block.header.work!.bits);
}
