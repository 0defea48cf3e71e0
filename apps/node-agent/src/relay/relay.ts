import type { AgentToControl, ControlToAgent } from '@bystack/api';
import { LIMITS } from '../limits';
import type { Runtime } from '../runtimes/runtime';
import { askNode, headersOf, openAnswer } from './ask-node';

export type RelayRequest = Extract<ControlToAgent, { kind: 'request' }>;

/** The way back to the control plane. */
export interface Outlet {
  send(message: AgentToControl): void;
  /** Resolves when less than `bytes` wait to be sent, or the connection is gone. */
  drained(bytes: number): Promise<void>;
}
const CHUNK_BYTES = 192 << 10;
/** Headers that belong to one hop or that a caller must not choose. */
const DROPPED = new Set(['authorization', 'connection', 'content-length', 'host', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'cookie']);

/** Carries requests of the control plane to nodes' RPC and to the agent's own logs. Bounded in number, size and time. */
export class Relay {
  private readonly open = new Map<string, AbortController>();

  constructor(
    private readonly runtime: Runtime,
    private readonly out: Outlet,
  ) {}

  async handle(request: RelayRequest): Promise<void> {
    if (this.open.has(request.id)) return;
    if (this.open.size >= LIMITS.relayRequestsMax) return this.refuse(request.id, 429, 'TOO_MANY_REQUESTS', 'This host is carrying as many requests as it can.');
    const cancel = new AbortController();
    this.open.set(request.id, cancel);
    try {
      await (request.path.startsWith('/agent/') ? this.ownAnswer(request, cancel.signal) : this.nodeAnswer(request, cancel.signal));
    } catch (error) {
      if (!cancel.signal.aborted) this.refuse(request.id, 503, 'NODE_UNREACHABLE', `The node did not answer: ${(error as Error).message}.`);
    } finally {
      this.open.delete(request.id);
    }
  }

  cancel(id: string): void {
    this.open.get(id)?.abort();
  }

  close(): void {
    for (const cancel of this.open.values()) cancel.abort();
  }

  private async nodeAnswer(request: RelayRequest, signal: AbortSignal): Promise<void> {
    const rpc = this.known(request.nodeId) ? await this.runtime.rpc(request.nodeId) : undefined;
    if (!rpc) return this.refuse(request.id, 503, 'NODE_UNREACHABLE', 'The node does not run on this host.');
    const { id, method, path } = request;
    const body = request.bodyBase64 === '' ? undefined : Buffer.from(request.bodyBase64, 'base64');
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !DROPPED.has(name.toLowerCase())));
    const question = { method, path, headers, body, signal };
    if (!request.stream) {
      const answer = await askNode(rpc, { ...question, timeoutMs: LIMITS.relayTimeoutMs });
      return this.answer(id, answer.status, answer.headers, answer.body);
    }
    const response = await openAnswer(rpc, { ...question, timeoutMs: 0 });
    await this.stream(id, response.statusCode ?? 502, headersOf(response), response as AsyncIterable<Buffer>, signal);
  }

  /** `/agent/logs?tail=N&follow=1`. */
  private async ownAnswer({ id, nodeId, path }: RelayRequest, signal: AbortSignal): Promise<void> {
    const url = new URL(path, 'http://agent');
    const exists = url.pathname === '/agent/logs' && (await this.runtime.list()).some((node) => node.nodeId === nodeId);
    if (!exists) return this.refuse(id, 404, 'NOT_FOUND', 'There is no such node on this host.');
    const tail = Math.min(LIMITS.logTailLinesMax, Math.max(0, Math.trunc(Number(url.searchParams.get('tail') ?? '200')) || 0));
    const lines = this.runtime.logs(nodeId, { tail, follow: url.searchParams.get('follow') === '1', signal });
    await this.stream(id, 200, { 'content-type': 'text/plain; charset=utf-8' }, lines, signal);
  }

  private async stream(id: string, status: number, headers: Readonly<Record<string, string>>, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    this.answer(id, status, headers, Buffer.alloc(0));
    try {
      for await (const part of body) {
        if (signal.aborted) return;
        for (let at = 0; at < part.length; at += CHUNK_BYTES) this.out.send({ kind: 'chunk', id, bodyBase64: Buffer.from(part.subarray(at, at + CHUNK_BYTES)).toString('base64') });
        await this.out.drained(LIMITS.relayBufferedBytesMax);
      }
      this.out.send({ kind: 'end', id });
    } catch (error) {
      if (!signal.aborted) this.out.send({ kind: 'end', id, problem: { code: 'NODE_UNREACHABLE', detail: `The stream broke off: ${(error as Error).message}.` } });
    }
  }

  private known(nodeId: string): boolean {
    return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(nodeId);
  }

  private answer(id: string, status: number, headers: Readonly<Record<string, string>>, body: Buffer): void {
    this.out.send({ kind: 'response', id, status, headers, bodyBase64: body.toString('base64') });
  }

  private refuse(id: string, status: number, code: string, detail: string): void {
    const problem = { type: `urn:bystack:problem:${code.toLowerCase().replaceAll('_', '-')}`, title: code, status, detail, code };
    this.answer(id, status, { 'content-type': 'application/problem+json' }, Buffer.from(JSON.stringify(problem)));
  }
}
