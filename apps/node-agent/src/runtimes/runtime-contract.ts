import { connect } from 'node:net';
import { askNode } from '../relay/ask-node';
import { until } from '../testing/until';
import { genesisFor, MB } from '../testing/wishes';
import { makeKeys } from '../keys/make-keys';
import type { NodeFiles, NodeSpec } from '../wish/node-spec';
import type { LocalNode, Runtime } from './runtime';

/** What the suite needs of one kind of runtime. */
export interface ContractHarness {
  /** Opens the runtime over the same host folder or engine; called again to see what a restarted agent would see. */
  open(): Promise<Runtime>;
  /** Makes the node's program misbehave at its next start. */
  misbehave(nodeId: string, how: object): Promise<void>;
  /** Kills the node's program as a fault would. */
  kill(local: LocalNode): Promise<void>;
  freePort(): Promise<number>;
  /** Everything of this agent that is left on the host: folders, processes, containers, volumes, networks. */
  traces(): Promise<readonly string[]>;
}

/** A node answers at once, unless others use the machine. */
const ANSWER_MS = 20_000;

/** One suite for every runtime: an agent may rely on all of this and on nothing else. */
export function runtimeContract(harness: () => ContractHarness): void {
  let runtime: Runtime;
  const made: string[] = [];

  async function prepared(change: Partial<NodeSpec> = {}): Promise<NodeSpec> {
    const keys = makeKeys();
    const { chainId, bytes } = genesisFor([keys]);
    const nodeId = `node-${keys.nodeKey.slice(0, 12)}`;
    const port = await harness().freePort();
    const address = runtime.addressOf(keys.nodeKey, port);
    const { softwareVersions } = await runtime.describe();
    const spec = { nodeId, chainId, nodeKey: keys.nodeKey, softwareVersion: softwareVersions[0]!, limits: { memoryBytes: 256 * MB, cpuShare: 1, pids: 64 }, port, address, ...change };
    const files: NodeFiles = { genesis: bytes, peers: [], nodeSeed: keys.nodeSeed, votingSeed: keys.votingSeed };
    await runtime.prepare(spec, files);
    made.push(nodeId);
    return spec;
  }
  const look = async (nodeId: string) => (await runtime.list()).find((node) => node.nodeId === nodeId);
  async function status(nodeId: string): Promise<number> {
    const rpc = await runtime.rpc(nodeId);
    return rpc ? (await askNode(rpc, { method: 'GET', path: '/status', timeoutMs: ANSWER_MS })).status : 0;
  }
  async function text(nodeId: string, tail: number): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of runtime.logs(nodeId, { tail, follow: false, signal: new AbortController().signal })) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  beforeAll(async () => (runtime = await harness().open()));
  afterEach(async () => {
    for (const nodeId of made.splice(0)) {
      await runtime.stop(nodeId);
      await runtime.remove(nodeId, true);
    }
  });
  afterAll(() => runtime.close());

  it('says that it can start nodes, and which software', async () => {
    const facts = await runtime.describe();
    expect(facts.trouble).toBeUndefined();
    expect(facts.softwareVersions).toHaveLength(1);
  });

  it('prepares without starting, and says what it prepared', async () => {
    const spec = await prepared();
    expect(await look(spec.nodeId)).toMatchObject({ spec, volume: true, life: 'none', restarts: 0 });
    expect(await runtime.rpc(spec.nodeId)).toBeUndefined();
  });

  it('starts a node that answers with its token and with nothing else', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    expect((await look(nodeId))?.life).toBe('running');
    expect(await status(nodeId)).toBe(200);
    const rpc = (await runtime.rpc(nodeId))!;
    expect((await askNode({ ...rpc, token: 'wrong' }, { method: 'GET', path: '/status', timeoutMs: ANSWER_MS })).status).toBe(401);
  });

  it('starting twice is starting once', async () => {
    const { nodeId } = await prepared();
    await Promise.all([runtime.start(nodeId)]);
    const first = await look(nodeId);
    await runtime.start(nodeId);
    expect(await look(nodeId)).toEqual(first);
  });

  it('stops a node and can start it again; stopping twice does no harm', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    const ref = (await look(nodeId))?.startedAtMs;
    await runtime.stop(nodeId);
    await runtime.stop(nodeId);
    expect(await look(nodeId)).toMatchObject({ life: 'none', volume: true });
    await runtime.start(nodeId);
    expect((await look(nodeId))?.startedAtMs).not.toBe(ref);
    expect(await status(nodeId)).toBe(200);
  });

  it('a restarted agent finds its nodes running, undisturbed', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    const { ref, startedAtMs } = (await look(nodeId))!;
    await runtime.close();
    runtime = await harness().open();
    await runtime.start(nodeId);
    expect(await look(nodeId)).toMatchObject({ ref, startedAtMs, life: 'running' });
    expect(await status(nodeId)).toBe(200);
  });

  it('notices that a node died and can bring it back', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    await harness().kill((await look(nodeId))!);
    await until(async () => (await look(nodeId))?.life !== 'running' || (await look(nodeId))!.restarts > 0, () => 'the death to be seen');
    await runtime.start(nodeId);
    expect((await look(nodeId))?.restarts).toBeGreaterThan(0);
    expect(await status(nodeId)).toBe(200);
  });

  it.each([
    [64, 'BAD_NODE_CONFIG'],
    [65, 'PORT_TAKEN'],
    [66, 'DISK_FULL'],
    [67, 'DATA_CORRUPT'],
    [68, 'SOFTWARE_TOO_OLD'],
    [70, 'NODE_IMPOSSIBLE'],
    [1, 'NODE_EXITED'],
  ])('a node that ends with %i failed with %s', async (exitCode, code) => {
    const { nodeId } = await prepared();
    await harness().misbehave(nodeId, { exitCode });
    await expect(runtime.start(nodeId)).rejects.toMatchObject({ code });
    await runtime.stop(nodeId);
    await harness().misbehave(nodeId, {});
    await runtime.start(nodeId);
    expect(await status(nodeId)).toBe(200);
  });

  it('ends a node by force when it does not listen', async () => {
    const { nodeId } = await prepared();
    await harness().misbehave(nodeId, { deaf: true });
    await runtime.start(nodeId);
    await runtime.stop(nodeId);
    expect((await look(nodeId))?.life).toBe('none');
  });

  it('gives new peers to a running node', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    await runtime.putPeers(nodeId, [{ nodeKey: 'a'.repeat(64), address: 'elsewhere:4600' }]);
    const answer = await askNode((await runtime.rpc(nodeId))!, { method: 'GET', path: '/status', timeoutMs: ANSWER_MS });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ peers: [{ address: 'elsewhere:4600' }] });
  });

  it('tells a node what it was seen with, before it starts', async () => {
    const { nodeId } = await prepared();
    const seen = { epoch: 1, height: 20, timeMs: 5 };
    await runtime.putSeen(nodeId, { ...seen, height: 19 });
    await runtime.putSeen(nodeId, seen);
    await runtime.start(nodeId);
    const answer = await askNode((await runtime.rpc(nodeId))!, { method: 'GET', path: '/status', timeoutMs: ANSWER_MS });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ recovery: { seenBefore: seen } });
    await runtime.putSeen(nodeId, null);
    const later = await askNode((await runtime.rpc(nodeId))!, { method: 'GET', path: '/status', timeoutMs: ANSWER_MS });
    expect(JSON.parse(later.body.toString())).not.toHaveProperty('recovery');
  });

  it('shows the newest lines of output, and follows', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    await until(async () => (await text(nodeId, 10)).includes('"serving"'), () => 'the line to appear');
    expect((await text(nodeId, 1)).trim().split('\n')).toHaveLength(1);
    const stop = new AbortController();
    let seen = '';
    const following = (async () => {
      for await (const part of runtime.logs(nodeId, { tail: 0, follow: true, signal: stop.signal })) {
        seen += Buffer.from(part).toString('utf8');
        if (seen.includes('"closing"')) stop.abort();
      }
    })();
    const rpc = (await runtime.rpc(nodeId))!;
    await until(async () => (await askNode(rpc, { method: 'GET', path: '/say', timeoutMs: ANSWER_MS })) && seen.includes('"said"'), () => 'the follower to hear');
    await runtime.stop(nodeId);
    await following;
    expect(seen).toContain('"closing"');
    expect(seen).not.toContain('"serving"');
  });

  it('keeps data when a node is made again from another spec', async () => {
    const spec = await prepared();
    await runtime.start(spec.nodeId);
    await runtime.stop(spec.nodeId);
    await harness().misbehave(spec.nodeId, { deaf: false, mark: 1 });
    const keys = makeKeys();
    const limits = { ...spec.limits, memoryBytes: 300 * MB };
    await runtime.prepare({ ...spec, limits }, { genesis: genesisFor([keys]).bytes, peers: [], nodeSeed: keys.nodeSeed, votingSeed: keys.votingSeed });
    expect((await look(spec.nodeId))?.spec?.limits).toEqual(limits);
    await runtime.start(spec.nodeId);
    expect(await status(spec.nodeId)).toBe(200);
  });

  it('removes a node but keeps its volume, then the volume, and leaves no trace', async () => {
    const before = await harness().traces();
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    await runtime.stop(nodeId);
    await runtime.remove(nodeId, false);
    expect(await look(nodeId)).toMatchObject({ volume: true, life: 'none' });
    expect((await look(nodeId))?.spec).toBeUndefined();
    await runtime.remove(nodeId, true);
    await runtime.remove(nodeId, true);
    expect(await look(nodeId)).toBeUndefined();
    expect(await harness().traces()).toEqual(before);
  });

  it('tells of a death soon without being asked', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    let told = 0;
    const unwatch = runtime.watch(() => (told += 1));
    await harness().kill((await look(nodeId))!);
    await until(() => told > 0, () => 'the watcher to be told', 3000);
    unwatch();
  });

  it('serves nothing to the outside world', async () => {
    const { nodeId } = await prepared();
    await runtime.start(nodeId);
    const { host } = (await runtime.rpc(nodeId))!;
    expect(host).toMatch(/^(127\.|10\.|172\.|192\.168\.)/);
    await expect(new Promise((resolve, reject) => connect({ host, port: 1 }).once('connect', resolve).once('error', reject))).rejects.toThrow();
  });
}
