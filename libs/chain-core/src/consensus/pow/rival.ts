import type { Bytes, Hash } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import { decodeOwnHeader } from '../../protocol/encode-block';
import { blockId } from '../../protocol/ids';
import type { Pace } from '../../protocol/pow/retarget';
import { POW_LIMITS } from './limits';
import type { Peer, Rival } from './peer';
import { readHeader } from './read-header';
import type { PowState } from './state';

/** Weighs headers of a branch that leaves our final chain: the first ones, or more of those that this peer told of. @returns whether all of them belong to it */
export function takeRival(state: PowState, peer: Peer, headers: readonly Bytes[]): boolean {
  let rival = rivalBefore(state, peer, headers[0]!);
  for (const bytes of headers) {
    const longer = rival && extended(state, rival, bytes);
    if (longer === undefined) return false;
    peer.rival = rival = longer;
  }
  return true;
}

/** It is not followed; but if it holds more work than ours from where they part, the operator must know: `split`. @returns whether it does */
export function judgeRival(state: PowState, { rival }: Peer): boolean {
  if (rival === undefined || !outweighs(state, rival)) return false;
  state.out({ kind: 'split', height: rival.forkHeight, blockId: rival.lastId });
  return true;
}

/** Whether a header goes on where a peer's headers of such a branch ended. */
export function extendsRival({ rival }: Peer, parentId: Hash): boolean {
  return rival !== undefined && equalBytes(rival.lastId, parentId);
}

function rivalBefore(state: PowState, peer: Peer, bytes: Bytes): Rival | undefined {
  const first = readHeader(bytes);
  if (first === undefined || extendsRival(peer, first.parentId)) return peer.rival;
  const forkHeight = state.parts.finals.heightOf(first.parentId);
  const fork = forkHeight === undefined ? undefined : paceAt(state, forkHeight);
  return fork && { forkHeight: fork.height, last: fork, lastId: first.parentId.slice(), work: 0n, own: { height: fork.height, work: 0n } };
}

function extended(state: PowState, rival: Rival, bytes: Bytes): Rival | undefined {
  const { rules, nowMs, options } = state;
  const { last, lastId } = rival;
  const header = readHeader(bytes);
  if (header === undefined || !equalBytes(header.parentId, lastId) || state.faultOf(header, bytes, last) !== undefined) return undefined;
  if (rules.isEarly(header.timeMs, nowMs, options.parameters.futureMsMax)) return undefined;
  const { height, timeMs, work } = header;
  return { ...rival, last: { height, timeMs, bits: work!.bits, parentTimeMs: last.timeMs }, lastId: blockId(bytes), work: rival.work + rules.weigh(work!.bits) };
}

/** Our blocks are counted until they are no less, so many in one go; not before all are counted are they less. */
function outweighs(state: PowState, { work, own }: Rival): boolean {
  const { tree: { final }, head } = state;
  const end = Math.min(final.height, own.height + POW_LIMITS.rivalBlocksMax);
  for (; own.work < work && own.height < end; own.height += 1) {
    const next = state.workOfFinal(own.height + 1);
    if (next === undefined) return false;
    own.work += next;
  }
  return own.height === final.height && own.work + head.totalWork - final.totalWork < work;
}

function paceAt({ parts }: PowState, height: number): Pace | undefined {
  const [own, before] = [parts.finals.header(height), parts.finals.header(Math.max(0, height - 1))];
  if (own === undefined || before === undefined) return undefined;
  const { timeMs, work } = decodeOwnHeader(own);
  return { height, timeMs, bits: work!.bits, parentTimeMs: decodeOwnHeader(before).timeMs };
}
