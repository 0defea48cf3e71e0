import { Agent, request, type IncomingMessage } from 'node:http';
import { LIMITS } from '../limits';
import type { RpcAddress } from '../runtimes/runtime';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Given up well before the node would: a request must not meet the end of its connection. */
const connections = new Agent({ keepAlive: true, maxSockets: 64, scheduling: 'lifo', timeout: LIMITS.connectionIdleMs });

/** Asks a node's RPC and gathers the answer. Rejects when it does not answer, is cancelled, or says more than the limit. */
export async function askNode(rpc: RpcAddress, question: Question): Promise<Answer> {
  const response = await openAnswer(rpc, question);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMITS.relayBodyBytesMax) throw new Error(`the answer is larger than ${LIMITS.relayBodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 502, headers: headersOf(response), body: Buffer.concat(chunks) };
}

/** Asks and resolves at the head of the answer; the body is read by the caller. `timeoutMs` 0 waits for ever between bytes. */
export function openAnswer(rpc: RpcAddress, { method, path, headers = {}, body, timeoutMs, signal }: Question): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: rpc.host, port: rpc.port, method, path, signal, agent: connections, timeout: timeoutMs },
      headers: { ...headers, authorization: `Bearer ${rpc.token}`, ...(body && { 'content-length': body.length }) },
    });
    asked.once('response', resolve).once('error', reject);
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    asked.end(body);
  });
}

export function headersOf(response: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
}
