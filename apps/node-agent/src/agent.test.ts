import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DesiredNode, HostFacts } from '@bystack/api';
import pino from 'pino';
import { startAgent, type RunningAgent } from './agent';
import { processesIn } from './files/proc';
import { ProcessRuntime } from './runtimes/process/process-runtime';
import { enrol } from './sync/certificate';
import { IdentityStore, renewAtMs, type Identity } from './sync/identity';
import { readJoinToken } from './sync/join-token';
import { TestAuthority } from './testing/authority';
import { freePort } from './testing/free-port';
import { TestControlPlane } from './testing/test-control-plane';
import { until } from './testing/until';
import { genesisFor, wishFor } from './testing/wishes';

const program = resolve(__dirname, 'testing/stand-in-node.mjs');
let folder: string;
let control: TestControlPlane;
let agent: RunningAgent | undefined;
let portBase: number;

async function start(change: { readonly joinToken?: string; readonly nodesMax?: number } = {}): Promise<RunningAgent> {
  const runtime = new ProcessRuntime({ folder: join(folder, 'nodes'), program, softwareVersion: '0.1.0' });
  const settings = { dataFolder: folder, runtime: 'process', name: 'test-host', nodesMax: 64, portBase, logLevel: 'silent', joinToken: control.joinToken(), ...change } as const;
  agent = await startAgent(settings, { runtime, version: '0.1.0', log: pino({ level: 'silent' }) });
  return agent;
}
const stopAgent = async () => {
  await agent?.close();
  agent = undefined;
};
const processes = () => processesIn((path) => path.startsWith(folder));
async function enrolled(): Promise<void> {
  await start();
  await until(() => control.spares.length >= control.sparesWanted, () => 'spare keys to be deposited');
}
function fourNodes(): DesiredNode[] {
  const keys = control.spares.slice(0, 4);
  const { chainId, genesis } = genesisFor(keys);
  return keys.map((key, i) => wishFor(key, { nodeId: `n${i}`, chainId, genesis: i === 0 ? genesis : '' }));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bystack-agent-'));
  portBase = Math.min(await freePort(), 64_000);
  control = await TestControlPlane.start();
});
afterEach(async () => {
  await stopAgent();
  await control.close();
  for (const id of processes().values()) process.kill(id.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('joining', () => {
  it('buys a certificate once and comes back with it without a token', async () => {
    await enrolled();
    expect(agent?.hostId).toBe('host-1');
    expect(control.enrolments[0]?.facts).toMatchObject({ name: 'test-host', runtime: 'process', softwareVersions: ['0.1.0'], nodesMax: 64 });
    await stopAgent();
    await start({ joinToken: undefined });
    await until(() => control.connections === 2, () => 'the second connection');
    expect(control.enrolments).toHaveLength(1);
    expect(statSync(join(folder, 'identity/identity.json')).mode & 0o077).toBe(0);
  });

  it('says nothing to a server whose authority is another one', async () => {
    const token = readJoinToken(control.joinToken({ caFingerprint: (await TestAuthority.create()).fingerprint }));
    const facts = {} as HostFacts;
    await expect(enrol(new IdentityStore(join(folder, 'identity')), token, facts)).rejects.toThrow('is not the control plane');
    expect(control.enrolments).toHaveLength(0);
  });

  it('does not take another host for the control plane, though its certificate is from the same authority', async () => {
    const imposter = await TestControlPlane.start(0, control.authority, 'host');
    const token = readJoinToken(control.joinToken({ url: `https://127.0.0.1:${imposter.port}` }));
    await expect(enrol(new IdentityStore(join(folder, 'identity')), token, {} as HostFacts)).rejects.toThrow();
    expect(imposter.enrolments).toHaveLength(0);
    await imposter.close();
  });

  it.each([
    ['damaged', () => 'x'],
    ['without an address', () => control.joinToken({ url: 'http://plain' })],
    ['used', () => control.joinToken({ secret: 'used before' })],
    ['missing', () => undefined],
  ])('a token that is %s is refused in words', async (_name, token) => {
    await expect(start({ joinToken: token() })).rejects.toThrow(/token|refused/);
  });
});

describe('the conversation', () => {
  it('greets, reports everything, deposits as many spares as wanted, and tops up what was taken', async () => {
    await enrolled();
    expect(control.received[0]).toMatchObject({ kind: 'hello', protocol: 1, incarnationSeen: null, revisionApplied: 0 });
    expect(control.received[1]).toMatchObject({ kind: 'observed', complete: true, nodes: [] });
    const taken = control.spares.slice(0, 2).map((key) => key.nodeKey);
    control.send({ kind: 'spares-taken', nodeKeys: taken, sparesWanted: 5 });
    await until(() => control.spares.length === 5, () => 'five spares');
    expect(control.spares.map((key) => key.nodeKey)).not.toEqual(expect.arrayContaining(taken));
  });

  it('comes back after the line broke and says what it has', async () => {
    await enrolled();
    control.wish(fourNodes());
    await control.expectState('n0', 'running');
    control.received.splice(0);
    control.dropLine();
    await until(() => control.connections === 2, () => 'a new connection');
    await until(() => control.received.some((message) => message.kind === 'observed'), () => 'a report');
    expect(control.received[0]).toMatchObject({ kind: 'hello', incarnationSeen: 'first', revisionApplied: 1 });
    expect(control.received.find((message) => message.kind === 'observed')).toMatchObject({ complete: true, revisionApplied: 1 });
  });

  it('renews its certificate at two thirds of its life and goes on with the new one', async () => {
    control.certificateLivesMs = 3000;
    await enrolled();
    control.certificateLivesMs = 3_600_000;
    await until(() => control.renewals === 1 && control.connections >= 2, () => 'a renewal');
    expect(renewAtMs((JSON.parse(readFileSync(join(folder, 'identity/identity.json'), 'utf8')) as Identity).certificatePem)).toBeGreaterThan(Date.now() + 60_000);
  });

  it('answers requests that come before the welcome', async () => {
    control.requestAtOnce = { kind: 'request', id: 'early', nodeId: 'none', method: 'GET', path: '/status', headers: {}, bodyBase64: '', stream: false };
    await enrolled();
    expect(control.received).toContainEqual(expect.objectContaining({ kind: 'response', id: 'early', status: 503 }));
  });

  it('answers pings, and survives messages that make no sense', async () => {
    await enrolled();
    for (const message of [{ kind: 'nonsense' }, { kind: 'desired' }, { kind: 'desired', incarnation: 'first', revision: 9, nodes: 'all' }, { kind: 'cancel', id: 'none' }]) control.send(message);
    control.send({ kind: 'ping', nonce: 42 });
    await until(() => control.received.some((message) => message.kind === 'pong' && message.nonce === 42), () => 'a pong');
    expect(control.connections).toBe(1);
  });
});

describe('making nodes as wished', () => {
  it('runs a chain of four, reports addresses and status, stops, starts and removes it without a trace', async () => {
    await enrolled();
    const nodes = fourNodes();
    control.wish(nodes);
    for (const { nodeId, nodeKey } of nodes) {
      const seen = await control.expectState(nodeId, 'running');
      expect(seen).toMatchObject({ nodeKey, generation: 1, address: control.spares.find((key) => key.nodeKey === nodeKey)?.address });
    }
    await until(() => control.observed.get('n0')?.status?.finalHeight === 7, () => 'a status');
    control.wish(nodes.map((node) => ({ ...node, wish: 'stopped', generation: 2 })));
    for (const { nodeId } of nodes) await control.expectState(nodeId, 'stopped');
    expect(processes().size).toBe(0);
    control.wish(nodes.map((node) => ({ ...node, generation: 3 })));
    for (const { nodeId } of nodes) await control.expectState(nodeId, 'running');
    control.wish(nodes.map((node) => ({ ...node, wish: 'absent', removeVolume: true, generation: 4 })));
    for (const { nodeId } of nodes) await control.expectState(nodeId, 'absent');
    await until(() => readdirSync(join(folder, 'nodes')).length === 0, () => 'empty folders');
    expect(processes().size).toBe(0);
  });

  it('leaves nodes alone that are no longer listed, and an empty list removes nothing', async () => {
    await enrolled();
    control.wish(fourNodes());
    const { runtimeRef } = await control.expectState('n0', 'running');
    control.wish([]);
    await until(() => control.received.some((message) => message.kind === 'observed' && message.revisionApplied === 2) || agentSaw(2), () => 'the empty wish to be taken');
    expect(control.observed.get('n0')).toMatchObject({ state: 'running', runtimeRef });
    expect(processes().size).toBe(4);
  });

  it('brings a killed node back', async () => {
    await enrolled();
    control.wish(fourNodes());
    const { runtimeRef } = await control.expectState('n0', 'running');
    process.kill(Number(runtimeRef), 'SIGKILL');
    await until(() => (control.observed.get('n0')?.restarts ?? 0) === 1 && control.observed.get('n0')?.state === 'running', () => 'the node to be back');
  });

  it('moves to another port when a stranger has its own, and says so', async () => {
    await enrolled();
    const key = control.spares[0]!;
    const stranger = createServer().listen(Number(key.address.split(':')[1]), '127.0.0.1');
    control.wish([wishFor(key, { nodeId: 'n0' })]);
    const seen = await control.expectState('n0', 'running');
    expect(seen.address).not.toBe(key.address);
    stranger.close();
  });

  it('goes on after it was away: nothing restarts, and dead nodes come back before the control plane does', async () => {
    await enrolled();
    control.wish(fourNodes());
    const before = await Promise.all(['n0', 'n1', 'n2', 'n3'].map((nodeId) => control.expectState(nodeId, 'running')));
    await stopAgent();
    process.kill(Number(before[3]!.runtimeRef), 'SIGKILL');
    await control.close();
    await start({ joinToken: undefined });
    await until(() => processes().size === 4, () => 'the dead node to be started again');
    const pids = [...processes().values()].map((id) => String(id.pid));
    expect(pids).toEqual(expect.arrayContaining(before.slice(0, 3).map((node) => node.runtimeRef)));
  });

  it('stops its nodes on the way out only when told to', async () => {
    await enrolled();
    control.wish(fourNodes());
    for (const nodeId of ['n0', 'n1', 'n2', 'n3']) await control.expectState(nodeId, 'running');
    await agent?.close({ stopNodes: true });
    agent = undefined;
    expect(processes().size).toBe(0);
  });
});

describe('what is refused', () => {
  const problemOf = async (nodeId: string) => (await control.expectState(nodeId, 'failed')).problem;

  it('keys of another chain, another node, nobody; a wrong or foreign genesis; unknown software; too many nodes', async () => {
    control.sparesWanted = 6;
    await start({ nodesMax: 1 });
    await until(() => control.spares.length === 6, () => 'spares');
    const [used, other, third, fourth, fifth] = control.spares as [(typeof control.spares)[0], ...(typeof control.spares)[0][]];
    control.wish([wishFor(used, { nodeId: 'good' })]);
    await control.expectState('good', 'running');
    const second = genesisFor([used], 'second chain');
    const foreign = genesisFor([other!], 'foreign');
    control.wish([
      wishFor(used, { nodeId: 'good' }),
      wishFor(used, { nodeId: 'twin' }),
      wishFor(used, { nodeId: 'other-chain', chainId: second.chainId, genesis: second.genesis }),
      wishFor({ nodeKey: 'e'.repeat(64), votingKey: 'e'.repeat(64) }, { nodeId: 'stranger' }),
      wishFor(third!, { nodeId: 'wrong-genesis', chainId: 'c'.repeat(64) }),
      wishFor(fourth!, { nodeId: 'foreign-genesis', chainId: foreign.chainId, genesis: foreign.genesis }),
      wishFor(fifth!, { nodeId: 'software', softwareVersion: '9.9.9' }),
      wishFor(other!, { nodeId: 'one-too-many' }),
      { ...wishFor(other!), nodeId: '../../escape' },
    ]);
    expect(await problemOf('wrong-genesis')).toMatchObject({ code: 'GENESIS_MISMATCH' });
    expect(await problemOf('foreign-genesis')).toMatchObject({ code: 'GENESIS_WITHOUT_KEY' });
    expect(await problemOf('software')).toMatchObject({ code: 'UNKNOWN_SOFTWARE' });
    for (const nodeId of ['twin', 'other-chain', 'one-too-many', 'stranger']) expect(await problemOf(nodeId)).toMatchObject({ code: expect.stringMatching(/HOST_FULL|KEY_UNKNOWN/) as string });
    expect(control.observed.get('good')?.state).toBe('running');
    expect(readdirSync(join(folder, 'nodes'))).toEqual(['good']);
    expect(readdirSync(join(folder, '..')).filter((name) => name === 'escape')).toEqual([]);
  });

  it('a twin of a node that runs here, so that no key signs twice', async () => {
    await enrolled();
    const key = control.spares[0]!;
    control.wish([wishFor(key, { nodeId: 'first' })]);
    await control.expectState('first', 'running');
    const second = genesisFor([key], 'second');
    control.wish([wishFor(key, { nodeId: 'first' }), wishFor(key, { nodeId: 'twin' }), wishFor(key, { nodeId: 'other', ...second })]);
    expect(await problemOf('twin')).toMatchObject({ code: 'KEY_BOUND_ELSEWHERE' });
    expect(await problemOf('other')).toMatchObject({ code: 'KEY_BOUND_ELSEWHERE' });
  });

  it('older revisions and wishes of an incarnation that was left', async () => {
    await enrolled();
    const [one] = fourNodes();
    control.wish([one!]);
    await control.expectState('n0', 'running');
    control.incarnation = 'second';
    control.dropLine();
    await until(() => control.received.filter((message) => message.kind === 'hello').length === 2, () => 'a second hello');
    control.wish([{ ...one!, generation: 2 }]);
    await until(() => control.observed.get('n0')?.generation === 2, () => 'the new incarnation to be followed');
    control.send({ kind: 'desired', incarnation: 'first', revision: 99, auditHead: { sequence: 0, hash: '0'.repeat(64) }, nodes: [{ ...one!, wish: 'absent', removeVolume: true, generation: 3 }] });
    control.send({ kind: 'desired', incarnation: 'second', revision: 1, auditHead: { sequence: 0, hash: '0'.repeat(64) }, nodes: [{ ...one!, wish: 'absent', removeVolume: true, generation: 3 }] });
    control.send({ kind: 'ping', nonce: 1 });
    await until(() => control.received.some((message) => message.kind === 'pong'), () => 'a pong');
    expect(JSON.parse(readFileSync(join(folder, 'desired.json'), 'utf8'))).toMatchObject({ incarnation: 'second', nodes: [{ wish: 'running' }] });
    expect(processes().size).toBe(1);
  });
});

function agentSaw(revision: number): boolean {
  return (JSON.parse(readFileSync(join(folder, 'desired.json'), 'utf8')) as { readonly revision: number }).revision === revision;
}
