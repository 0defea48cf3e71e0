import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '@bystack/api';
import { ApiProblem, UnexpectedAnswer, Unreachable } from './errors';
import { CLIENT_LIMITS } from './limits';

export interface HttpOptions {
  /** Of the control plane, e.g. http://127.0.0.1:7070. */
  readonly url: string;
  /** `Authorization: Bearer`. Without it only the public routes answer. */
  readonly apiKey?: string;
  readonly timeoutMs?: number;
  readonly retries?: number;
  /** How often what only reads is tried again while nobody answers: whoever is restarted is back in some seconds (default: as `retries`). */
  readonly readRetries?: number;
  /** Told once of a call for which nobody answers yet. */
  readonly onSilence?: (url: string) => void;
  /** Of the sentences in problems (default: English). */
  readonly language?: 'en' | 'zh';
}
export interface CallOptions {
  /** Chosen anew for each call unless given. Give the same one again to ask about a call whose answer was lost. */
  readonly idempotencyKey?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
export type Method = 'GET' | 'POST' | 'DELETE';

/** Passing troubles: the same request may be sent again. */
const PASSING_STATUS = new Set([429, 502, 503]);

/** REST of one control plane: JSON in and out, problems as ApiProblem, repeats that take effect once. */
export class Http {
  readonly url: string;
  readonly #options: HttpOptions;
  #cookie: string | undefined;

  constructor(options: HttpOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.#options = options;
  }

  async json<T>(method: Method, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    const response = await this.send(method, path, body, options);
    if (response.status === 204) return undefined as T;
    return (await response.json().catch(() => Promise.reject(new UnexpectedAnswer(response.url, response.status)))) as T;
  }

  async bytes(path: string, options: CallOptions = {}): Promise<Uint8Array> {
    return new Uint8Array(await (await this.send('GET', path, undefined, options)).arrayBuffer());
  }

  async text(path: string, options: CallOptions = {}): Promise<string> {
    return (await this.send('GET', path, undefined, options)).text();
  }

  /** @returns a successful response; throws ApiProblem, Unreachable or UnexpectedAnswer. */
  async send(method: Method, path: string, body: unknown, options: CallOptions): Promise<Response> {
    const headers = this.#headers(method, body, options.idempotencyKey ?? randomUUID());
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#attempt(method, path, body, headers, options);
      if (outcome instanceof Response) return outcome;
      if (attempt >= this.#retriesAfter(outcome, method) || options.signal?.aborted || !isPassing(outcome)) throw outcome;
      if (attempt === 0 && outcome instanceof Unreachable) this.#options.onSilence?.(this.url);
      await sleep(pauseMs(attempt, outcome));
    }
  }

  #retriesAfter(outcome: Error, method: Method): number {
    const { retries = CLIENT_LIMITS.retriesMax, readRetries = retries } = this.#options;
    return method === 'GET' && outcome instanceof Unreachable ? readRetries : retries;
  }

  async #attempt(method: Method, path: string, body: unknown, headers: Record<string, string>, options: CallOptions): Promise<Response | Error> {
    const url = `${this.url}/api/v1${path}`;
    const timeout = AbortSignal.timeout(options.timeoutMs ?? this.#options.timeoutMs ?? CLIENT_LIMITS.requestTimeoutMs);
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    try {
      const response = await fetch(url, { method, headers, signal, redirect: 'error', body: body === undefined ? undefined : JSON.stringify(body) });
      this.#keepCookie(response);
      return response.ok ? response : await problemOf(response);
    } catch (error) {
      return new Unreachable(this.url, error, method === 'GET');
    }
  }

  #headers(method: Method, body: unknown, idempotencyKey: string): Record<string, string> {
    return {
      accept: 'application/json, application/problem+json',
      'accept-language': this.#options.language ?? 'en',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'idempotency-key': idempotencyKey }),
      ...(this.#options.apiKey ? { authorization: `Bearer ${this.#options.apiKey}` } : {}),
      // A session is accepted for changes only from the console's own origin.
      ...(this.#cookie ? { cookie: this.#cookie, origin: new URL(this.url).origin } : {}),
    };
  }

  /** A sign-in with a password gives a session instead of a key. */
  #keepCookie(response: Response): void {
    const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith('bystack_session='));
    if (session) this.#cookie = session.split(';')[0];
  }
}

async function problemOf(response: Response): Promise<Error> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  if (typeof problem?.code !== 'string' || typeof problem.detail !== 'string') return new UnexpectedAnswer(response.url, response.status);
  const retryAfter = Number(response.headers.get('retry-after'));
  const facts = retryAfter > 0 ? { retryAfterSeconds: retryAfter, ...problem.facts } : problem.facts;
  return new ApiProblem({ ...problem, facts, status: response.status });
}

function isPassing(error: Error): boolean {
  if (error instanceof Unreachable) return !['AbortError'].includes((error.cause as Error | undefined)?.name ?? '');
  if (error instanceof ApiProblem) return PASSING_STATUS.has(error.status) || error.code === 'IN_PROGRESS';
  return error instanceof UnexpectedAnswer && PASSING_STATUS.has(error.status);
}

function pauseMs(attempt: number, error: Error): number {
  const wanted = error instanceof ApiProblem ? Number(error.problem.facts?.retryAfterSeconds ?? 0) * 1000 : 0;
  const backoff = CLIENT_LIMITS.retryFirstMs * 2 ** attempt * (0.75 + Math.random() / 2);
  return Math.min(CLIENT_LIMITS.retryMostMs, Math.max(wanted, backoff));
}
