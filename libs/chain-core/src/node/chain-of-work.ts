import type { Bytes } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { decodeHeader } from '../protocol/encode-block';
import type { PowParameters } from '../protocol/genesis';
import { LIMITS } from '../protocol/limits';
import { BurialLine } from '../protocol/pow/buried';
import { workOfBits } from '../protocol/pow/target';
import type { BlockTree } from './block-tree';
import type { ChainReader } from './chain-reader';

export interface HeadersOfWork {
  readonly headers: readonly Bytes[];
  /** Place among them of the block they are about. */
  readonly blockAt: number;
}

type HeadersHere = Pick<ChainReader, 'finalHeight' | 'undurable'> & { header(height: number): { readonly bytes: Bytes } | undefined };

/** Anchors that evidence begins at when it would be too long from genesis on lie so many blocks apart. */
const ANCHOR_BLOCKS = LIMITS.workHeadersMax / 2;

/**
 * Headers that show the work on a final block (consensus/pow/evidence.md): from the block after an anchor on, and as many on the block as make it final.
 * @param anchorHeight default: genesis, if evidence from there is not too long
 * @throws Refusal NOT_BURIED_HERE {height, depth, finalDepth}: this node has just started and does not know those above yet; ANCHOR_OUT_OF_RANGE {least, most}
 */
export function headersOfWork(height: number, parameters: PowParameters, { reader, tree }: { readonly reader: ChainReader; readonly tree: BlockTree }, anchorHeight?: number): HeadersOfWork {
  const { finalDepth } = parameters;
  if (height === 0) refuse('NOT_BURIED_HERE', { height, depth: 0, finalDepth });
  const most = height - 1;
  if (anchorHeight !== undefined && anchorHeight > most) refuse('ANCHOR_OUT_OF_RANGE', { least: leastAnchor(height + finalDepth), most });
  const above = headersAbove(reader, tree);
  const headerAt = (at: number): Bytes | undefined => (at <= reader.finalHeight ? reader.header(at)?.bytes : above.get(at));
  const top = topOver(height, anchorHeight ?? 0, parameters, headerAt);
  const least = leastAnchor(top);
  const from = anchorHeight ?? (least === 0 ? 0 : Math.floor(most / ANCHOR_BLOCKS) * ANCHOR_BLOCKS);
  if (from < least) refuse('ANCHOR_OUT_OF_RANGE', { least, most });
  return { headers: Array.from({ length: top - from }, (_, i) => headerAt(from + 1 + i)!), blockAt: height - from - 1 };
}

/** Evidence with headers up to `top` is not too long if it begins here or above. */
function leastAnchor(top: number): number {
  return Math.max(0, top - LIMITS.workHeadersMax);
}

/** Height of the first block that makes this one final, judged from the anchor on. (Further below than blocks can be open all are final.) */
function topOver(height: number, anchorHeight: number, parameters: PowParameters, headerAt: (height: number) => Bytes | undefined): number {
  const from = Math.max(anchorHeight, height - LIMITS.burialBlocksMax);
  const line = new BurialLine(from, parameters);
  for (let top = from + 1; ; top += 1) {
    const header = headerAt(top) ?? refuse('NOT_BURIED_HERE', { height, depth: top - 1 - height, finalDepth: parameters.finalDepth });
    line.add(workOfBits(decodeHeader(header).work!.bits));
    if (line.finalHeight >= height) return top;
  }
}

/** Encoded headers from a height on, oldest first, up to the head: not all of them are of final blocks. */
export function headersFrom(from: number, limit: number, { reader, tree }: { readonly reader: HeadersHere; readonly tree: BlockTree }): readonly Bytes[] {
  const above = headersAbove(reader, tree);
  const headers: Bytes[] = [];
  for (let height = from; headers.length < limit; height += 1) {
    const header = (height <= reader.finalHeight ? reader.header(height)?.bytes : undefined) ?? above.get(height);
    if (header === undefined) break;
    headers.push(header);
  }
  return headers;
}

/** By height: of blocks that are not on disk yet, or not final. */
function headersAbove(reader: Pick<HeadersHere, 'undurable'>, tree: BlockTree): ReadonlyMap<number, Bytes> {
  const blocks = [...reader.undurable, ...tree.branch(tree.head.block.id)];
  return new Map(blocks.map(({ height, block }) => [height, block.headerBytes]));
}
