import type { Problem } from '@bystack/api';
import { Refused, unreachable } from './problem';

export const API = '/api/v1';
type Method = 'GET' | 'POST' | 'DELETE';

/** How far this browser's clock is behind the control plane's; ages are counted on the control plane's clock. */
let serverAheadMs = 0;
export const serverTime = (browserMs: number): number => browserMs + serverAheadMs;
export const serverNow = (): number => serverTime(Date.now());

function compareClocks(answer: Response): void {
  const said = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(said)) return;
  const ahead = said + 500 - Date.now();
  // The Date header counts whole seconds; below two seconds it says nothing.
  serverAheadMs = Math.abs(ahead) > 2_000 ? ahead : 0;
}

async function problemIn(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null && 'code' in body) return body as Problem;
  return { type: 'about:blank', title: answer.statusText, status: answer.status, code: answer.status === 404 ? 'NOT_FOUND' : 'INTERNAL', detail: '' };
}

async function ask(method: Method, path: string, body: unknown, idempotencyKey: string | undefined): Promise<Response> {
  // Words that only the server has (of modules, of the chain itself) come in the language of the page.
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': document.documentElement.lang || 'en' };
  if (method !== 'GET') Object.assign(headers, { 'content-type': 'application/json', 'X-Bystack-Console': '1' });
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey;
  const options: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) options.body = JSON.stringify(body);
  const answer = await fetch(API + path, options).catch(() => {
    throw unreachable();
  });
  compareClocks(answer);
  if (!answer.ok) throw new Refused(await problemIn(answer));
  return answer;
}

/** @throws Refused with the problem, code UNREACHABLE when nothing answered. */
export async function get<T>(path: string): Promise<T> {
  return (await (await ask('GET', path, undefined, undefined)).json()) as T;
}

export async function getText(path: string): Promise<string> {
  return (await ask('GET', path, undefined, undefined)).text();
}

/** Asks a question by POST: changes nothing, so it needs no idempotency key. */
export async function query<T>(path: string, body: unknown): Promise<T> {
  return (await (await ask('POST', path, body, undefined)).json()) as T;
}

export async function change<T>(method: 'POST' | 'DELETE', path: string, body: unknown, idempotencyKey: string): Promise<T> {
  const answer = await ask(method, path, body ?? {}, idempotencyKey);
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
