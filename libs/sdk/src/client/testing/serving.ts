import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BystackClient } from '../client';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly body: string;
}
export type Answer = (response: ServerResponse) => void;

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => (response) =>
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers }).end(JSON.stringify(body));
export const problem = (status: number, code: string, headers?: Record<string, string>) => json(status, { type: 'urn:x', title: code, status, code, detail: `${code} said in words.` }, headers);

let closers: (() => void)[] = [];
afterEach(() => {
  closers.forEach((close) => close());
  closers = [];
});

/** A server that gives these answers in turn, and what it was asked. It is gone after the test. */
export async function serving(...answers: Answer[]) {
  const seen: Seen[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push({ method: request.method ?? '', url: request.url ?? '', key: request.headers['idempotency-key'] as string | undefined, body });
    (answers.shift() ?? problem(500, 'NO_MORE_ANSWERS'))(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  closers.push(stop);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, url, stop, client: new BystackClient({ url: `${url}/`, apiKey: 'bk_test' }) };
}

/** A server that answers by the end of the address, as often as it is asked; what is not named is not found. */
export async function servingBy(routes: Readonly<Record<string, unknown>>) {
  const answer = (response: ServerResponse): void => {
    const end = Object.keys(routes).find((one) => response.req.url!.endsWith(one));
    (end === undefined ? problem(404, 'NOT_FOUND') : typeof routes[end] === 'function' ? (routes[end] as Answer) : json(200, routes[end]))(response);
  };
  return serving(...Array.from({ length: ASKED_MAX }, () => answer));
}
const ASKED_MAX = 50;
