import type { Bytes, Hash } from '../../primitives/bytes';
import type { BlockHeader } from '../../protocol/block';
import { decodeOwnHeader } from '../../protocol/encode-block';
import { blockId } from '../../protocol/ids';
import type { Entry } from './entry';
import { POW_LIMITS } from './limits';
import { locatorOf } from './locate';
import { encodeWantHeaders } from './message-codec';
import { readHeader } from './read-header';
import { extendsRival, judgeRival, takeRival } from './rival';
import type { PowState } from './state';

/** known: it has an entry (now). The others end the message: nothing after such a header can be linked. */
type Taken = 'known' | 'final' | 'unlinked' | 'leaves-final' | 'early' | 'no-room' | 'bad';

/** Headers from a peer, oldest first. */
export function takeHeaders(state: PowState, from: number, headers: readonly Bytes[]): void {
  const peer = state.peers.get(from);
  if (peer === undefined) return;
  const { taken, count } = takeKnown(state, from, headers);
  const isRival = taken === 'leaves-final' && takeRival(state, peer, headers.slice(count));
  const isBeaten = judgeRival(state, peer);
  const isFull = headers.length === POW_LIMITS.headersMax;
  peer.tellsMore = isFull && count === headers.length;
  if (peer.tellsMore) askOn(state, from, blockId(headers.at(-1)!));
  else if (taken === 'unlinked' || (isFull && isRival && !isBeaten)) askHeaders(state, from);
}

/** Takes headers up to the first that has no entry and is not final. @returns what that one is, and how many came before it */
function takeKnown(state: PowState, from: number, headers: readonly Bytes[]): { taken: Taken; count: number } {
  for (const [count, bytes] of headers.entries()) {
    const taken = takeHeader(state, from, bytes);
    if (taken !== 'known' && taken !== 'final') return { taken, count };
  }
  return { taken: 'known', count: headers.length };
}

/** Asks a peer what follows an entry (our best one if not given), or what it told of a branch that leaves our final chain. */
export function askHeaders(state: PowState, peer: number, from: Entry = state.tree.best): void {
  state.answer(peer, encodeWantHeaders(locatorOf(state, from, state.peers.get(peer)?.rival?.lastId)));
}

/** Of final headers, which have no entry, the last one says enough. */
function askOn(state: PowState, peer: number, lastId: Hash): void {
  const last = state.tree.get(lastId);
  if (last !== undefined) askHeaders(state, peer, last);
  else state.answer(peer, encodeWantHeaders([lastId]));
}

function takeHeader(state: PowState, from: number, bytes: Bytes): Taken {
  const id = blockId(bytes);
  const known = state.tree.get(id);
  if (known !== undefined) {
    offered(state, known, from);
    return 'known';
  }
  if (state.parts.finals.heightOf(id) !== undefined) return 'final';
  const header = readHeader(bytes);
  if (header === undefined) return bad(state, from, 'the bytes are no header');
  return link(state, from, id, header, bytes);
}

function link(state: PowState, from: number, id: Hash, header: BlockHeader, bytes: Bytes): Taken {
  const { tree, rules, options, nowMs } = state;
  const parent = tree.get(header.parentId);
  if (parent === undefined) return extendsRival(state.peers.get(from)!, header.parentId) || state.parts.finals.heightOf(header.parentId) !== undefined ? 'leaves-final' : 'unlinked';
  const fault = state.faultOf(header, bytes, parent);
  if (fault !== undefined) return bad(state, from, `a header breaks the rules: ${fault}`);
  if (rules.isEarly(header.timeMs, nowMs, options.parameters.futureMsMax)) return 'early';
  const entry = tree.add(parent, id, header, bytes.slice(), rules.weigh(header.work!.bits));
  if (entry === undefined) return 'no-room';
  offered(state, entry, from);
  return 'known';
}

/** The entry of a header that this node itself made or kept; undefined when it cannot be linked. */
export function linkOwn(state: PowState, id: Hash, bytes: Bytes): Entry | undefined {
  const known = state.tree.get(id);
  if (known !== undefined) return known;
  const header = decodeOwnHeader(bytes);
  const parent = state.tree.get(header.parentId);
  if (parent === undefined || state.faultOf(header, bytes, parent) !== undefined) return undefined;
  return state.tree.add(parent, id, header, bytes.slice(), state.rules.weigh(header.work!.bits));
}

function offered({ reoffered }: PowState, entry: Entry, peer: number): void {
  if (!entry.offeredBy.includes(peer)) entry.offeredBy = [...entry.offeredBy, peer].slice(-POW_LIMITS.offersMax);
  if (entry.isLate && entry.parent?.isLate === false) reoffered.add(entry);
}

function bad(state: PowState, from: number, reason: string): Taken {
  state.drop(from, reason);
  return 'bad';
}
