import type { Bytes } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import { decodeHeader } from '../../protocol/encode-block';
import { blockId } from '../../protocol/ids';
import type { Pace } from '../../protocol/pow/retarget';
import { workOfBits } from '../../protocol/pow/target';
import { ancestorAt } from './entry';
import { POW_LIMITS } from './limits';
import { readHeader } from './read-header';
import type { PowState } from './state';

/**
 * Headers that leave our final chain. They are not followed and nothing of them is kept; but if they hold more work than ours from there on, the
 * operator must know: `split`.
 */
export function rivalOf(state: PowState, headers: readonly Bytes[]): void {
  const { finals } = state.parts;
  const first = readHeader(headers[0]!);
  const forkHeight = first && finals.heightOf(first.parentId);
  if (first === undefined || forkHeight === undefined) return;
  let parent = paceAt(state, forkHeight);
  let parentId = first.parentId;
  let work = 0n;
  for (const bytes of headers) {
    const header = readHeader(bytes);
    if (header === undefined || parent === undefined || !equalBytes(header.parentId, parentId)) break;
    if (state.faultOf(header, bytes, parent) !== undefined) break;
    work += workOfBits(header.work!.bits);
    parent = { height: header.height, timeMs: header.timeMs, bits: header.work!.bits, parentTimeMs: parent.timeMs };
    parentId = blockId(bytes);
  }
  if (work > 0n && outweighs(state, forkHeight, work, headers.length)) state.out({ kind: 'split', height: forkHeight, blockId: parentId });
}

/** Whether so much work on so many blocks is more than ours. Of a full message more would follow: it is compared over the same heights. */
function outweighs(state: PowState, forkHeight: number, work: bigint, blocks: number): boolean {
  const blocksMax = blocks >= POW_LIMITS.headersMax ? blocks : POW_LIMITS.rivalBlocksMax;
  let own = 0n;
  for (let height = forkHeight + 1; own < work; height += 1) {
    const bits = height > forkHeight + blocksMax ? undefined : bitsAt(state, height);
    if (bits === undefined) return true;
    own += workOfBits(bits);
  }
  return false;
}

function bitsAt({ parts, tree, head }: PowState, height: number): number | undefined {
  if (height > head.height) return undefined;
  if (height >= tree.final.height) return ancestorAt(head, height)!.bits;
  const header = parts.finals.header(height);
  return header && decodeHeader(header).work!.bits;
}

function paceAt({ parts }: PowState, height: number): Pace | undefined {
  const [own, before] = [parts.finals.header(height), parts.finals.header(Math.max(0, height - 1))];
  if (own === undefined || before === undefined) return undefined;
  const { timeMs, work } = decodeHeader(own);
  return { height, timeMs, bits: work!.bits, parentTimeMs: decodeHeader(before).timeMs };
}
