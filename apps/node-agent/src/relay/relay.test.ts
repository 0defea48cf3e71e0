import { mkdtempSync, rmSync, readFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AgentToControl } from '@bystack/api';
import { processesIn } from '../files/proc';
import { makeKeys } from '../keys/make-keys';
import { LIMITS } from '../limits';
import { ProcessRuntime } from '../runtimes/process/process-runtime';
import { freePort } from '../testing/free-port';
import { until } from '../testing/until';
import { genesisFor, MB } from '../testing/wishes';
import { Relay, type RelayRequest } from './relay';

const folder = mkdtempSync(join(tmpdir(), 'bystack-relay-'));
const runtime = new ProcessRuntime({ folder, program: resolve(__dirname, '../testing/stand-in-node.mjs'), softwareVersion: '0.1.0' });
let sent: AgentToControl[] = [];
let held: Promise<void> | undefined;
const relay = new Relay(runtime, { send: (message) => void sent.push(message), drained: () => held ?? Promise.resolve() });
let ids = 0;

function request(path: string, change: Partial<RelayRequest> = {}): RelayRequest {
  ids += 1;
  return { kind: 'request', id: `r${ids}`, nodeId: 'n1', method: 'GET', path, headers: {}, bodyBase64: '', stream: false, ...change };
}
async function answer(asked: RelayRequest): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string }> {
  await relay.handle(asked);
  const response = sent.find((message) => message.kind === 'response' && message.id === asked.id) as Extract<AgentToControl, { kind: 'response' }>;
  return { status: response.status, headers: response.headers, text: Buffer.from(response.bodyBase64, 'base64').toString('utf8') };
}
const chunksOf = (id: string) => sent.filter((message) => message.kind === 'chunk' && message.id === id).length;
const endOf = (id: string) => sent.find((message) => message.kind === 'end' && message.id === id);

beforeAll(async () => {
  const keys = makeKeys();
  const { chainId, bytes } = genesisFor([keys]);
  const spec = { nodeId: 'n1', chainId, nodeKey: keys.nodeKey, softwareVersion: '0.1.0', limits: { memoryBytes: 256 * MB, cpuShare: 1, pids: 64 }, port: await freePort(), address: 'a:1' };
  await runtime.prepare(spec, { ...keys, genesis: bytes, peers: [] });
  await runtime.start('n1');
});
beforeEach(() => {
  sent = [];
  held = undefined;
});
afterAll(async () => {
  relay.close();
  await runtime.stop('n1');
  for (const id of processesIn((path) => path.startsWith(folder)).values()) process.kill(id.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('requests carried to a node', () => {
  it('come back with status, headers and body, signed in by the agent itself', async () => {
    const asked = request('/echo', { method: 'POST', headers: { 'content-type': 'text/plain', authorization: 'Bearer stolen', host: 'evil', 'content-length': '9999' }, bodyBase64: Buffer.from('hello').toString('base64') });
    expect(await answer(asked)).toMatchObject({ status: 200, text: 'hello', headers: { 'x-method': 'POST' } });
  });

  it.each(['nobody', '../../etc', '', '..'])('to a node that is not here answer 503: “%s”', async (nodeId) => {
    const { status, text, headers } = await answer(request('/status', { nodeId }));
    expect(status).toBe(503);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ code: 'NODE_UNREACHABLE' });
  });

  it('with a path that is none answer with a problem and harm nobody', async () => {
    for (const path of ['no slash', '/a\r\nx: y', 'http://elsewhere/']) expect((await answer(request(path))).status).toBeGreaterThanOrEqual(400);
    expect((await answer(request('/status'))).status).toBe(200);
  });

  it('that answer more than the limit are cut off', async () => {
    expect(JSON.parse((await answer(request('/big'))).text)).toMatchObject({ code: 'NODE_UNREACHABLE', detail: expect.stringContaining(String(LIMITS.relayBodyBytesMax)) as string });
  });

  it('can be cancelled while the node is silent, and then nothing is sent', async () => {
    const asked = request('/hang');
    const handling = relay.handle(asked);
    await new Promise((next) => setTimeout(next, 50));
    relay.cancel(asked.id);
    await handling;
    expect(sent).toEqual([]);
  });

  it('are bounded in number', async () => {
    const hanging = Array.from({ length: LIMITS.relayRequestsMax }, () => request('/hang'));
    const all = hanging.map((asked) => relay.handle(asked));
    expect((await answer(request('/status'))).status).toBe(429);
    for (const asked of hanging) relay.cancel(asked.id);
    await Promise.all(all);
    expect((await answer(request('/status'))).status).toBe(200);
  });
});

describe('streams', () => {
  it('send a head, then chunks, and end at the node when they are cancelled here', async () => {
    const asked = request('/events', { stream: true });
    const handling = relay.handle(asked);
    await until(() => chunksOf(asked.id) > 3, () => 'chunks');
    expect(sent[0]).toMatchObject({ kind: 'response', status: 200, headers: { 'content-type': 'text/event-stream' } });
    relay.cancel(asked.id);
    await handling;
    await until(() => existsSync(join(folder, 'n1/volume/data/events-closed')), () => 'the node to see the end');
    const after = sent.length;
    await new Promise((next) => setTimeout(next, 50));
    expect(sent).toHaveLength(after);
  });

  it('wait while the line to the control plane is full', async () => {
    let release = () => undefined as void;
    held = new Promise((done) => (release = done));
    const asked = request('/events', { stream: true });
    const handling = relay.handle(asked);
    await until(() => chunksOf(asked.id) === 1, () => 'the first chunk');
    await new Promise((next) => setTimeout(next, 100));
    expect(chunksOf(asked.id)).toBe(1);
    held = undefined;
    release();
    await until(() => chunksOf(asked.id) > 1, () => 'more chunks');
    relay.cancel(asked.id);
    await handling;
  });

  it('show a node’s output from the agent itself, as many lines as asked for', async () => {
    const asked = request('/agent/logs?tail=1', { stream: true });
    await until(() => readFileSync(join(folder, 'n1/logs/node.log'), 'utf8').includes('serving'), () => 'output');
    await relay.handle(asked);
    expect(endOf(asked.id)).toEqual({ kind: 'end', id: asked.id });
    const text = sent.filter((message) => message.kind === 'chunk').map((message) => Buffer.from(message.bodyBase64, 'base64').toString()).join('');
    expect(text.trim().split('\n')).toHaveLength(1);
  });

  it.each(['/agent/logs', '/agent/keys', '/agent/../etc/passwd'])('show nothing of nodes and things that are not here: %s', async (path) => {
    expect((await answer(request(path, { nodeId: path === '/agent/logs' ? '../keys' : 'n1' }))).status).toBe(404);
  });
});
