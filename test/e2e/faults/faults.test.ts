import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BystackClient } from '@bystack/sdk';
import { startStack, type Stack } from '../../support/stack';
import { eventually } from './eventually';
import { chainNodePids, isAlive, killHard } from './processes';

/** One installation that is hurt again and again; each case says what must be true afterwards. */
describe('processes killed in the middle of things', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bystack-faults-'));
  let stack: Stack;
  let client: BystackClient;

  beforeAll(async () => {
    stack = await startStack({ dataDir });
    client = (await stack.owner()).client;
  }, 300_000);

  afterAll(async () => {
    await stack?.stop();
    const left = chainNodePids(dataDir);
    left.forEach(killHard);
    rmSync(dataDir, { recursive: true, force: true });
    expect(left).toEqual([]);
  }, 120_000);

  /** Either the chain runs and takes a record, or it failed cleanly and nothing of it is left. */
  async function settles(name: string): Promise<'running' | 'gone'> {
    const chain = await eventually(`an end of creating ${name}`, async () => {
      const found = (await client.chains.list()).items.find((item) => item.name === name);
      if (!found) return 'gone' as const;
      return found.state === 'running' ? found : undefined;
    }, 120_000);
    if (chain === 'gone') return 'gone';
    await records(chain.chainId);
    return 'running';
  }

  async function records(chainId: string): Promise<string> {
    const { samples } = await client.catalogue.template('product-traceability');
    const { module, command, payload } = samples[0];
    const answer = await eventually('a record that becomes final', () => client.chains.submit(chainId, { module, command, payload: fresh(payload), wait: 'final' }), 60_000);
    expect(answer.state).toBe('final');
    return answer.txId;
  }

  async function remove(name: string): Promise<void> {
    const chain = (await client.chains.list()).items.find((item) => item.name === name);
    if (!chain) return;
    await client.operations.wait((await client.chains.delete(chain.chainId, name)).id, { timeoutMs: 60_000 });
    await eventually('no process of the chain', () => (chainNodePids(dataDir).length === 0 ? true : undefined));
  }

  /** Every case begins, and is judged, on a whole installation. */
  async function hostIsConnected(): Promise<void> {
    await eventually('the host is connected', async () => ((await client.hosts.list()).items.some((host) => host.state === 'connected') ? true : undefined));
  }

  const victims: [string, () => number | undefined][] = [
    ['the control plane', () => stack.pids().controlPlane],
    ['the agent', () => stack.pids().agent],
    ['PostgreSQL', () => stack.pids().postgres],
    ['one validator', () => chainNodePids(dataDir)[0]],
  ];

  describe.each(victims)('%s', (who, pidOf) => {
    it.each([0, 150, 500])('killed %i ms into creating a chain', async (delayMs) => {
      await hostIsConnected();
      const name = `fault ${who} ${delayMs}`;
      const asked = client.chains.create({ name, template: 'product-traceability' }).catch((error: unknown) => error);
      const victim = await eventually(`${who} to kill`, () => pidOf());
      await new Promise((settle) => setTimeout(settle, delayMs));
      killHard(victim);
      await asked;
      await eventually('the console answers', async () => (await client.account.me()).email);
      await hostIsConnected();
      const end = await settles(name);
      if (isCreated(await asked)) expect(end).toBe('running');
      await remove(name);
      expect(nodeFolders(dataDir)).toEqual([]);
    }, 240_000);
  });

  it('goes on with one of four validators dead, and the dead one catches up when it returns', async () => {
    const name = 'three of four';
    await client.chains.create({ name, template: 'product-traceability' });
    expect(await settles(name)).toBe('running');
    const { chainId } = (await client.chains.list()).items.find((item) => item.name === name)!;
    const [victim] = (await client.chains.nodes(chainId)).items;
    await client.operations.wait((await client.chains.stopNode(chainId, victim.nodeId)).id);
    for (let i = 0; i < 5; i += 1) await records(chainId);
    await client.operations.wait((await client.chains.startNode(chainId, victim.nodeId)).id);
    await eventually('the returned node is at the height of the others', async () => {
      const { items } = await client.chains.nodes(chainId);
      const heights = items.map((node) => node.finalHeight ?? -1);
      const own = items.find((node) => node.nodeId === victim.nodeId)!.finalHeight ?? -1;
      return own >= 5 && own >= Math.max(...heights) - 1 ? true : undefined;
    });
    await remove(name);
  }, 240_000);

  it('keeps its chains through kill -9 of npm start itself, and adopts them', async () => {
    const name = 'survivor';
    await client.chains.create({ name, template: 'product-traceability' });
    expect(await settles(name)).toBe('running');
    const nodes = chainNodePids(dataDir).sort();
    await stack.kill();
    expect(nodes.every(isAlive)).toBe(true);
    stack = await startStack({ dataDir });
    client = (await stack.owner()).client;
    expect(await settles(name)).toBe('running');
    expect(chainNodePids(dataDir).sort()).toEqual(nodes);
    await remove(name);
  }, 240_000);
});

/** The request was answered, so its chain must come to run, whoever died meanwhile. */
function isCreated(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'operation' in answer;
}

/** The same record twice would be refused as known: a new event id makes it another one. */
function fresh<T>(payload: T): T {
  const text = JSON.stringify(payload).replace(/"eventTime":"[^"]*"/g, () => `"eventTime":"${new Date(Date.now() - Math.floor(Math.random() * 1e9)).toISOString()}"`);
  return JSON.parse(text) as T;
}

/** Node folders an agent still keeps (deleted chains must leave none). */
function nodeFolders(dataDir: string): string[] {
  const folder = join(dataDir, 'agent', 'nodes');
  return existsSync(folder) ? readdirSync(folder) : [];
}
