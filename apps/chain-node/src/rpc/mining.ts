import type { Json } from '@bystack/api';
import { CHAIN_NODE } from '../limits';
import { statusView } from '../views/status-view';
import { fail, json } from './answer';
import type { Answer } from './answer';
import { parseBody, readBody } from './read-body';
import type { RouteContext } from './route';

/** Forgets the chain of this node for that of the others; whoever asks says what they were shown. Answers with the status before that. */
export async function postRejoin({ node, facts, request }: RouteContext): Promise<Answer> {
  const forkHeight = await numberIn(request, 'forkHeight');
  const before = statusView(node, facts);
  node.rejoin(forkHeight);
  return json(before, 202);
}

/** Mines with so many threads from now on, also after a restart; 0 stops it. Answers with the node's status. */
export async function postMining({ node, facts, request }: RouteContext): Promise<Answer> {
  node.mine(await numberIn(request, 'threads'));
  return json(statusView(node, facts));
}

async function numberIn(request: RouteContext['request'], field: string): Promise<number> {
  const body = parseBody(await readBody(request, CHAIN_NODE.bodyBytesMax));
  const value = body !== null && typeof body === 'object' ? (body as Record<string, Json>)[field] : undefined;
  return typeof value === 'number' ? value : fail('INVALID_PARAMETER', { facts: { reason: 'must be a number' }, field: `/${field}` });
}
