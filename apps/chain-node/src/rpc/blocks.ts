import type { BlockSummary, HeadersAnswer } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { CHAIN_NODE } from '../limits';
import { blockView, summaryAt } from '../views/block-view';
import { fail, json } from './answer';
import type { Answer } from './answer';
import { hashInPath, integerParameter } from './parameters';
import type { RouteContext } from './route';

/** Final blocks below `before`, newest first. */
export function getBlocks({ node, query }: RouteContext): Answer {
  const { reader } = node;
  const limit = integerParameter(query, 'limit', { min: 1, max: CHAIN_NODE.blocksPageMax, otherwise: CHAIN_NODE.blocksPageDefault });
  const before = integerParameter(query, 'before', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: Number.MAX_SAFE_INTEGER });
  const newest = Math.min(before - 1, reader.finalHeight);
  const blocks: BlockSummary[] = [];
  for (let height = newest; height >= 0 && blocks.length < limit; height -= 1) blocks.push(summaryAt(node, height)!);
  return json(blocks);
}

/** One final block by height or by id. */
export async function getBlock({ node, path }: RouteContext): Promise<Answer> {
  const { reader } = node;
  const text = path[0]!;
  const height = /^\d{1,15}$/.test(text) ? Number(text) : reader.heightOf(hashInPath(text, 'heightOrId'));
  const block = height === undefined ? undefined : reader.block(height);
  if (block === undefined) fail('NOT_FOUND');
  return json(await blockView(block, node));
}

/** Final blocks from a height on, as a chunk of an export. */
export async function getExport({ node, query }: RouteContext): Promise<Answer> {
  const from = integerParameter(query, 'from', { min: 1, max: Number.MAX_SAFE_INTEGER, otherwise: 1 });
  return { kind: 'bytes', status: 200, type: 'application/octet-stream', body: await node.reader.exportPage(from) };
}

/** Encoded headers, oldest first, beyond the newest final one up to the head: what a light client of a chain of proof of work follows. */
export function getHeaders({ node, query }: RouteContext): Answer {
  const from = integerParameter(query, 'from', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
  const limit = integerParameter(query, 'limit', { min: 1, max: CHAIN_NODE.headersPageMax, otherwise: CHAIN_NODE.headersPageMax });
  return json({ headers: node.answers.headers(from, limit).map(toHex), finalHeight: node.reader.finalHeight } satisfies HeadersAnswer);
}
