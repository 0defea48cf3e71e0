import type { RelayRequest } from '../hosts';

type Request = Omit<RelayRequest, 'nodeId'>;

/** What a node is asked with a body of JSON. @param timeoutMs left out: as long as the relay waits for anything */
export function posted(path: string, body: unknown, timeoutMs?: number): Request {
  return { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)), ...(timeoutMs !== undefined && { timeoutMs }) };
}

/** A question to a module of the chain. */
export function questionTo(module: string, query: string, args: unknown, timeoutMs?: number): Request {
  return posted(`/queries/${encodeURIComponent(module)}/${encodeURIComponent(query)}`, args, timeoutMs);
}
