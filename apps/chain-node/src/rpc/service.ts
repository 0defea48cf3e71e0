import { eventStream } from '../views/event-stream';
import { statusView } from '../views/status-view';
import { json } from './answer';
import type { Answer } from './answer';
import { integerParameter } from './parameters';
import type { RouteContext } from './route';

export function getStatus({ node, facts }: RouteContext): Answer {
  return json(statusView(node, facts));
}

/** Whether this process does its part; that others are missing is no illness of this one. */
export function getHealth({ node }: RouteContext): Answer {
  return node.isWell ? json({ status: 'ok' }) : json({ status: 'in trouble', trouble: node.status().trouble }, 503);
}

export function getGenesis({ genesisBytes }: RouteContext): Answer {
  return { kind: 'bytes', status: 200, type: 'application/json', body: genesisBytes };
}

/** From `from` (default: what becomes final from now on). */
export function getEvents({ node, query }: RouteContext): Answer {
  const from = integerParameter(query, 'from', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: node.reader.finalHeight + 1 });
  node.reader.refusePruned(from);
  return { kind: 'stream', type: 'text/event-stream', body: eventStream(node, from) };
}

/** The metrics library is loaded by whoever asks first: most nodes of a small chain are never asked. */
export async function getMetrics({ node }: RouteContext): Promise<Answer> {
  const { metricsText } = await import('../metrics');
  return { kind: 'bytes', status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await metricsText(node) };
}
