import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { ChainNode, Installing, NodeLog } from '@bystack/chain-core/node';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { CHAIN_NODE } from '../limits';
import type { ProcessFacts } from '../views/status-view';
import { ProblemError, fail, problemOf } from './answer';
import type { Answer } from './answer';
import { answerWhileOpening } from './opening';
import { refusalProblem } from './refusal-problem';
import type { Route } from './route';
import { ROUTES } from './routes';

export interface RpcOptions {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly genesisBytes: Uint8Array;
  readonly facts: ProcessFacts;
}

export interface RpcParts {
  /** If it is open already; else see `opened`. */
  readonly node?: ChainNode;
  readonly log: NodeLog;
  /** The disk, or this software, is wrong: the node must not go on serving. */
  onFatal(error: unknown): void;
}

/** The node's HTTP server. Every call carries the token; every error is a problem; no bad input is a 5xx. */
export class RpcServer {
  readonly #options: RpcOptions;
  readonly #parts: RpcParts;
  readonly #server: Server;
  readonly #tokenHash: Buffer;
  #node: ChainNode | undefined;
  /** While the node is being opened. */
  #installing: Installing | undefined;
  #streams = 0;
  #closing = false;

  constructor(options: RpcOptions, parts: RpcParts) {
    this.#options = options;
    this.#parts = parts;
    this.#node = parts.node;
    this.#tokenHash = sha256(options.token);
    this.#server = createServer({ headersTimeout: CHAIN_NODE.headersMsMax, requestTimeout: CHAIN_NODE.requestMsMax, keepAliveTimeout: CHAIN_NODE.idleMsMax }, (request, response) => void this.#take(request, response));
    this.#server.maxConnections = CHAIN_NODE.connectionsMax;
  }

  /** @returns the port. Rejects with the system's error (EADDRINUSE). */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port, this.#options.host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** The node is being opened, and has come so far. */
  installs(progress: Installing): void {
    this.#installing = progress;
  }

  /** The node answers from now on. */
  opened(node: ChainNode): void {
    this.#node = node;
  }

  /** Ends every connection. Whoever was waiting learns nothing, and may ask again elsewhere. */
  async close(): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#write(response, await this.#answer(request));
    } catch (error) {
      this.#writeProblem(request, response, error);
    }
  }

  #answer(request: IncomingMessage): Answer | Promise<Answer> {
    if (!this.#isAuthorised(request)) fail('NOT_SIGNED_IN', { detail: 'Send the contents of rpc.token as Authorization: Bearer.' });
    const { segments, query } = readTarget(request.url ?? '/');
    const node = this.#node;
    if (node === undefined) return answerWhileOpening(segments, { ...this.#options, installing: this.#installing });
    const route = routeFor(request.method, segments);
    const path = segments.filter((_, i) => route.pattern[i] === '*');
    return route.run({ ...this.#options, node, request, path, query });
  }

  #isAuthorised(request: IncomingMessage): boolean {
    const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(sha256(given), this.#tokenHash);
  }

  #write(response: ServerResponse, answer: Answer): void {
    if (answer.kind === 'stream') return this.#stream(response, answer);
    const body = answer.kind === 'json' ? Buffer.from(JSON.stringify(answer.body)) : Buffer.from(answer.body);
    const type = answer.kind === 'json' ? 'application/json' : answer.type;
    response.writeHead(answer.status, { 'content-type': type, 'content-length': body.length, 'cache-control': 'no-store' }).end(body);
  }

  #stream(response: ServerResponse, { type, body }: Extract<Answer, { kind: 'stream' }>): void {
    if (this.#streams >= CHAIN_NODE.eventStreamsMax) {
      body.destroy();
      throw new ProblemError(problemOf('TOO_MANY_REQUESTS', { facts: { retryAfterSeconds: 10 } }));
    }
    this.#streams += 1;
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    pipeline(body, response, () => (this.#streams -= 1));
  }

  #writeProblem(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent || this.#closing) return void response.destroy();
    const problem = error instanceof ProblemError ? error.problem : error instanceof Refusal && this.#node !== undefined ? refusalProblem(error, this.#node.answers.modules) : this.#internal(request, error);
    const body = Buffer.from(JSON.stringify(problem));
    // The HTTP server reads what is left of a body; a long one, or one of unknown length, it shall not wait for.
    const unread = !request.complete && request.method !== 'GET' && !(Number(request.headers['content-length']) <= CHAIN_NODE.unreadBytesMax);
    const retryAfter = problem.facts?.['retryAfterSeconds'];
    response.writeHead(problem.status, {
      'content-type': 'application/problem+json', 'content-length': body.length, 'cache-control': 'no-store',
      ...(unread && { connection: 'close' }), ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    });
    response.end(body, () => unread && request.destroy());
  }

  #internal(request: IncomingMessage, error: unknown) {
    const requestId = randomUUID();
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return { ...problemOf('INVALID_REQUEST'), requestId };
    this.#parts.log('error', 'a request failed on our side', { requestId, url: request.url, reason: error instanceof Error ? error.stack : String(error) });
    this.#parts.onFatal(error);
    return { ...problemOf('INTERNAL'), requestId };
  }
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

function readTarget(url: string): { segments: readonly string[]; query: URLSearchParams } {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  try {
    return { segments: path.split('/').slice(1).map(decodeURIComponent), query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)) };
  } catch {
    return fail('INVALID_REQUEST', { detail: 'The address is not well-formed.' });
  }
}

/** @throws ProblemError METHOD_NOT_ALLOWED, NOT_FOUND */
function routeFor(method: string | undefined, segments: readonly string[]): Route {
  let isThere = false;
  for (const route of ROUTES) {
    if (!matches(route.pattern, segments)) continue;
    if (route.method === method) return route;
    isThere = true;
  }
  return fail(isThere ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND');
}

function matches(pattern: Route['pattern'], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  for (let i = 0; i < pattern.length; i += 1) if (pattern[i] !== '*' && pattern[i] !== segments[i]) return false;
  return true;
}
