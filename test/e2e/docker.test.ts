import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { BystackClient } from '@bystack/sdk';
import Docker from 'dockerode';
import { startStack, type Stack } from '../support/stack';
import { eventually } from './faults/eventually';

const ROOT = resolve(__dirname, '../..');
const SLOW = 600_000;
/** Containers are made by copying the image where the engine has no layers to share (vfs). */
const PATIENCE_MS = 240_000;
const suite = process.env.DOCKER_HOST !== undefined || process.env.BYSTACK_REQUIRE_DOCKER === '1' ? describe : describe.skip;

suite('a chain whose validators are containers (skipped unless DOCKER_HOST names an engine: run it with test/support/dockerd.sh)', () => {
  const docker = new Docker();
  let stack: Stack;
  let client: BystackClient;
  let chainId: string;

  beforeAll(async () => {
    execFileSync(process.execPath, [resolve(ROOT, 'scripts/image.mjs'), 'chain-node'], { stdio: 'inherit' });
    stack = await startStack({ runtime: 'docker' });
    client = (await stack.owner()).client;
  }, SLOW);
  afterAll(() => stack?.stop(), SLOW);

  const ours = async () => (await docker.listContainers({ all: true })).filter((container) => container.Labels['bystack.chain'] === chainId);
  const ofChain = () => ({ label: [`bystack.chain=${chainId}`] });
  async function expectNoTrace(): Promise<void> {
    expect(await ours()).toEqual([]);
    expect((await docker.listVolumes({ filters: ofChain() })).Volumes ?? []).toEqual([]);
    await eventually('the network to go', async () => ((await docker.listNetworks({ filters: ofChain() })).length === 0 ? true : undefined));
  }
  const chain = () => client.chains.show(chainId);
  async function record(): Promise<number> {
    const { samples } = await client.catalogue.template('data-confirmation');
    const { module, command, payload } = samples[0]!;
    const digest = Array.from({ length: 64 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
    const fresh = JSON.parse(JSON.stringify(payload).replace(/[0-9a-f]{64}/g, digest)) as typeof payload;
    const answer = await client.chains.submit(chainId, { module, command, payload: fresh, wait: 'final' });
    expect(answer).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
    return answer.height!;
  }

  it('is made, confined, and takes records', async () => {
    chainId = (await client.chains.create({ name: 'in containers', template: 'data-confirmation', validators: 4 })).chain.chainId;
    await eventually('the chain to run', async () => ((await chain()).state === 'running' ? true : undefined), PATIENCE_MS);
    const containers = await ours();
    expect(containers).toHaveLength(4);
    for (const { Id } of containers) expect((await docker.getContainer(Id).inspect()).HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'], Privileged: false });
    expect(await record()).toBeGreaterThan(0);
  }, SLOW);

  it('goes on with one validator dead, which the engine brings back, and the returned one catches up', async () => {
    const [victim] = await ours();
    process.kill((await docker.getContainer(victim!.Id).inspect()).State.Pid, 'SIGKILL');
    const height = await record();
    await eventually('the killed validator to be at the height of the others', async () => {
      const node = (await client.chains.nodes(chainId)).items.find((item) => victim!.Labels['bystack.node'] === item.nodeId);
      return node?.state === 'running' && (node.finalHeight ?? 0) >= height ? true : undefined;
    });
  }, SLOW);

  it('lives through kill -9 of the agent: no container restarts, and a new agent finds them', async () => {
    const before = (await ours()).map((container) => [container.Id, container.Created]).sort();
    process.kill(stack.pids().agent, 'SIGKILL');
    expect(await eventually('a record that becomes final', record)).toBeGreaterThan(0);
    expect((await ours()).map((container) => [container.Id, container.Created]).sort()).toEqual(before);
  }, SLOW);

  it('shows a node’s live output', async () => {
    const [node] = (await client.chains.nodes(chainId)).items;
    expect(await client.chains.logs(chainId, node!.nodeId, 50)).toContain('"ready":true');
  }, SLOW);

  it('stops, starts, and is deleted without a trace', async () => {
    await client.operations.wait((await client.chains.stop(chainId)).id, { timeoutMs: PATIENCE_MS });
    expect((await ours()).every((container) => container.State === 'exited')).toBe(true);
    await client.operations.wait((await client.chains.start(chainId)).id, { timeoutMs: PATIENCE_MS });
    await record();
    await client.operations.wait((await client.chains.delete(chainId, 'in containers')).id, { timeoutMs: PATIENCE_MS });
    await expectNoTrace();
  }, SLOW);

  describe.each<[string, () => Promise<boolean>]>([
    ['its network was made', async () => (await docker.listNetworks({ filters: ofChain() })).length > 0],
    ['a container was being made', async () => (await ours()).some((container) => container.Names.some((name) => name.endsWith('-making')))],
    ['a container was made', async () => (await ours()).some((container) => container.Names.some((name) => !name.endsWith('-making')))],
    ['a container ran', async () => (await ours()).some((container) => container.State === 'running')],
  ])('with the agent killed when %s', (when, instant) => {
    it('comes to run with four containers, and goes away whole although the agent is killed again', async () => {
      const name = `killed when ${when}`.slice(0, 40);
      chainId = (await client.chains.create({ name, template: 'data-confirmation', validators: 4 })).chain.chainId;
      await eventually(when, async () => ((await instant()) ? true : undefined));
      process.kill(stack.pids().agent, 'SIGKILL');
      await eventually('the chain to run', async () => ((await chain()).state === 'running' && (await chain()).nodesRunning === 4 ? true : undefined), PATIENCE_MS);
      await eventually('a record that becomes final', record);
      expect((await ours()).map((container) => container.Labels['bystack.node']).sort()).toEqual((await client.chains.nodes(chainId)).items.map((node) => node.nodeId).sort());
      const deleting = await client.chains.delete(chainId, name);
      await eventually('the first container to end', async () => ((await ours()).filter((container) => container.State === 'running').length < 4 ? true : undefined));
      process.kill(stack.pids().agent, 'SIGKILL');
      await client.operations.wait(deleting.id, { timeoutMs: PATIENCE_MS });
      await expectNoTrace();
    }, SLOW);
  });
});
