import { randomUUID } from 'node:crypto';
import type { AgentToControl, ControlToAgent } from '@bystack/api';
import { problemError } from '../../platform/errors';
import { HOST_LIMITS } from './limits';

export interface RelayRequest {
  readonly nodeId: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs?: number;
}
export interface RelayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
export interface StreamReader {
  head(status: number, headers: Readonly<Record<string, string>>): void;
  chunk(bytes: Buffer): void;
  /** Called once, whatever happened. */
  end(problem?: { readonly code: string; readonly detail: string }): void;
}

type Answer = Extract<AgentToControl, { kind: 'response' | 'chunk' | 'end' }>;

/** Requests to nodes that travel over one agent's connection. Every one ends: by its answer, its timeout, a cancel, or the connection's end. */
export class Relay {
  readonly #open = new Map<string, { readonly reader: StreamReader; readonly stream: boolean }>();

  constructor(private readonly send: (message: ControlToAgent) => void) {}

  /** One whole answer. Throws NODE_UNREACHABLE when none comes in time. */
  request({ timeoutMs = HOST_LIMITS.relayTimeoutMs, ...request }: RelayRequest): Promise<RelayAnswer> {
    return new Promise((settle, reject) => {
      const answer = { status: 0, headers: {} as RelayAnswer['headers'], body: Buffer.alloc(0) };
      const cancel = this.#begin(request, false, {
        head: (status, headers) => Object.assign(answer, { status, headers }),
        chunk: (body) => Object.assign(answer, { body }),
        end: (problem) => {
          clearTimeout(timer);
          if (problem) reject(problemError('NODE_UNREACHABLE', { facts: { reason: problem.code } }));
          else settle(answer);
        },
      });
      const timer = setTimeout(() => cancel({ code: 'TIMEOUT', detail: 'no answer in time' }), timeoutMs);
    });
  }

  /** An answer that goes on. @returns the way to end it from our side. */
  stream(request: RelayRequest, reader: StreamReader): () => void {
    const cancel = this.#begin(request, true, reader);
    return () => cancel();
  }

  accept(message: Answer): void {
    const open = this.#open.get(message.id);
    if (!open) return;
    if (message.kind === 'end') return this.#finish(message.id, message.problem);
    if (message.kind === 'response') open.reader.head(message.status, message.headers);
    if (message.bodyBase64 !== '') open.reader.chunk(Buffer.from(message.bodyBase64, 'base64'));
    // A stream's head has no body; a head with one is the whole answer (a refusal of the agent).
    if (message.kind === 'response' && (!open.stream || message.bodyBase64 !== '')) this.#finish(message.id);
  }

  close(): void {
    for (const id of [...this.#open.keys()]) this.#finish(id, { code: 'HOST_OFFLINE', detail: 'the host went away' });
  }

  #begin(
    { nodeId, method, path, headers = {}, body }: RelayRequest,
    stream: boolean,
    reader: StreamReader,
  ): (problem?: { code: string; detail: string }) => void {
    const id = randomUUID();
    if (this.#open.size >= HOST_LIMITS.relaysPerHostMax) {
      queueMicrotask(() => reader.end({ code: 'HOST_BUSY', detail: 'too many requests to this host at once' }));
      return () => undefined;
    }
    this.#open.set(id, { reader, stream });
    this.send({ kind: 'request', id, nodeId, method, path, headers, bodyBase64: Buffer.from(body ?? []).toString('base64'), stream });
    return (problem) => {
      if (!this.#open.has(id)) return;
      this.send({ kind: 'cancel', id });
      this.#finish(id, problem);
    };
  }

  #finish(id: string, problem?: { readonly code: string; readonly detail: string }): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.reader.end(problem);
  }
}
