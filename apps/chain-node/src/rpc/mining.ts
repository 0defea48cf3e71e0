import type { Json } from '@bystack/api';
import { CHAIN_NODE } from '../limits';
import { statusView } from '../views/status-view';
import { fail, json } from './answer';
import type { Answer } from './answer';
import { parseBody, readBody } from './read-body';
import type { RouteContext } from './route';

/** Mines with so many threads from now on, also after a restart; 0 stops it. Answers with the node's status. */
export async function postMining({ node, facts, request }: RouteContext): Promise<Answer> {
  const body = parseBody(await readBody(request, CHAIN_NODE.bodyBytesMax));
  const threads = body !== null && typeof body === 'object' ? (body as Record<string, Json>)['threads'] : undefined;
  if (typeof threads !== 'number') fail('INVALID_PARAMETER', { facts: { reason: 'must be a number' }, field: '/threads' });
  node.mine(threads);
  return json(statusView(node, facts));
}
