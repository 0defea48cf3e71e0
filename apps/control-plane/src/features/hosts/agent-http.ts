import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../../platform/errors';
import { parseShallowJson } from '../../platform/http';
import { HOST_LIMITS } from './limits';

export function sendJson(response: ServerResponse, status: number, body: unknown, type: string): void {
  response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
}

/** A body of a stranger: small, JSON, or refused. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > HOST_LIMITS.enrolBodyBytesMax) fail('BODY_TOO_LARGE', { facts: { limitBytes: HOST_LIMITS.enrolBodyBytesMax } });
    chunks.push(chunk);
  }
  return parseShallowJson(Buffer.concat(chunks).toString('utf8')) ?? fail('MALFORMED_JSON', { facts: { reason: 'not JSON' } });
}
