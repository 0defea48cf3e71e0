import { BystackClient } from './client';
import { ApiProblem, OperationFailed, UnexpectedAnswer, Unreachable } from './errors';
import { json, problem, serving, type Answer } from './testing/serving';

const hangUp: Answer = (response) => void response.socket?.destroy();

test('a repeated change carries the same idempotency key, another change another one', async () => {
  const { seen, client } = await serving(hangUp, problem(503, 'NODE_UNREACHABLE'), problem(409, 'IN_PROGRESS'), json(202, { id: 'op' }), json(202, { id: 'op2' }));
  await expect(client.chains.stop('c1')).resolves.toEqual({ id: 'op' });
  await client.chains.stop('c1');
  const keys = seen.map(({ key }) => key);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(keys.slice(0, 4)).size).toBe(1);
  expect(keys[4]).not.toBe(keys[0]);
});

test('what will not get better is not sent again', async () => {
  const { seen, client } = await serving(problem(422, 'UNKNOWN_TEMPLATE'), problem(504, 'NOT_FINAL_IN_TIME'), problem(500, 'INTERNAL'));
  await expect(client.chains.create({ name: 'x', template: 'y' })).rejects.toMatchObject({ code: 'UNKNOWN_TEMPLATE', status: 422 });
  await expect(client.chains.submit('c', { module: 'm', command: 'c', payload: null })).rejects.toMatchObject({ code: 'NOT_FINAL_IN_TIME' });
  await expect(client.chains.list()).rejects.toBeInstanceOf(ApiProblem);
  expect(seen).toHaveLength(3);
});

test('a full server is given the time it asks for', async () => {
  const { seen, client } = await serving(problem(429, 'TOO_MANY_REQUESTS', { 'retry-after': '1' }), json(200, { items: [] }));
  const began = performance.now();
  await client.chains.list();
  expect(performance.now() - began).toBeGreaterThanOrEqual(990);
  expect(seen).toHaveLength(2);
});

test('an id cannot reach another route', async () => {
  const { seen, client } = await serving(json(200, {}), json(200, {}));
  await client.chains.show('../api-keys?x=1');
  await client.chains.query('c', 'rule-book', 'a/b', { q: 1 });
  expect(seen.map(({ url }) => url)).toEqual(['/api/v1/chains/..%2Fapi-keys%3Fx%3D1', '/api/v1/chains/c/queries/rule-book/a%2Fb']);
});

test('nobody there, and somebody else there, are told apart', async () => {
  const { client: html } = await serving((response) => response.writeHead(200).end('<html>'), (response) => response.writeHead(404).end('not here'));
  await expect(html.chains.list()).rejects.toBeInstanceOf(UnexpectedAnswer);
  await expect(html.chains.list()).rejects.toThrow('Is it the address of a Bystack control plane?');
  const { url, stop } = await serving();
  stop();
  const nobody = new BystackClient({ url, apiKey: 'x', retries: 0 });
  await expect(nobody.chains.list()).rejects.toThrow(Unreachable);
  await expect(nobody.chains.list()).rejects.toThrow('ECONNREFUSED');
});

test('an answer that does not come is given up in time', async () => {
  const { url } = await serving(() => undefined);
  const client = new BystackClient({ url, timeoutMs: 50, retries: 0 });
  await expect(client.chains.list()).rejects.toThrow('timed out');
});

test('a session from a sign-in is sent back, with the console’s origin', async () => {
  const headers: Record<string, unknown>[] = [];
  const { client, url } = await serving(
    json(200, { name: 'Ada' }, { 'set-cookie': 'bystack_session=abc; HttpOnly; Path=/' }),
    (response) => (headers.push({ ...response.req.headers }), json(201, { key: 'bk_1' })(response)),
  );
  await client.account.signIn({ email: 'a@b.c', password: 'p' });
  await client.account.createApiKey({ name: 'n', role: 'owner' });
  expect(headers[0]).toMatchObject({ cookie: 'bystack_session=abc', origin: url });
});

describe('waiting for an operation', () => {
  const step = (state: string) => ({ name: 'start', words: { en: 'Nodes start', zh: '' }, state, startedAtMs: null, endedAtMs: null });
  const operation = (state: string, stepState: string, problemOf: unknown = null) => json(200, { id: 'o', kind: 'chain.create', state, steps: [step(stepState)], problem: problemOf });

  test('tells each change once and ends with success', async () => {
    const { client } = await serving(operation('running', 'running'), operation('running', 'running'), operation('succeeded', 'done'));
    const told: string[] = [];
    await client.operations.wait('o', { onChange: ({ steps }) => told.push(steps[0].state) });
    expect(told).toEqual(['running', 'done']);
  });

  test('throws the operation’s own code, and says when time is up', async () => {
    const { client } = await serving(operation('failed', 'failed', { code: 'PORT_TAKEN', detail: 'no port' }), operation('running', 'running'));
    await expect(client.operations.wait('o')).rejects.toMatchObject({ code: 'PORT_TAKEN', message: 'no port' });
    const late = client.operations.wait('o', { timeoutMs: 10 });
    await expect(late).rejects.toBeInstanceOf(OperationFailed);
    await expect(late).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  });
});

test('server-sent events arrive whole, however the bytes are cut', async () => {
  const { client } = await serving((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of [': hello\n\nevent: cha', 'nged\nid: 7\ndata: {"a":', '1}\ndata: 2\r\n\r', '\ndata: 终\n\n']) response.write(piece);
    response.end();
  });
  const events = [];
  for await (const event of client.changes()) events.push(event);
  expect(events).toEqual([
    { event: 'changed', id: '7', data: '{"a":1}\n2' },
    { event: 'message', data: '终', id: undefined },
  ]);
});

test('what only reads waits longer for whoever is restarting, and says so once; what changes something does not', async () => {
  const told: string[] = [];
  const { seen, url } = await serving(hangUp, hangUp, json(200, { items: [] }), hangUp, hangUp, hangUp);
  const client = new BystackClient({ url, apiKey: 'x', retries: 1, readRetries: 2, onSilence: (at) => told.push(at) });
  await expect(client.chains.list()).resolves.toEqual({ items: [] });
  expect([seen.length, told]).toEqual([3, [url]]);
  await expect(client.chains.stop('c')).rejects.toThrow(/It may be restarting: try again in a moment\. What was asked may have been done all the same: look first\.$/);
  expect([seen.length, told]).toEqual([5, [url, url]]);
});
