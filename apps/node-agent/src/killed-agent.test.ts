import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DesiredNode, NodeWish } from '@bystack/api';
import { isAlive, processesIn } from './files/proc';
import type { Run } from './runtimes/process/node-folder';
import { AgentProcess, buildPrograms } from './testing/agent-process';
import { freePort } from './testing/free-port';
import { TestControlPlane } from './testing/test-control-plane';
import { until } from './testing/until';
import { genesisFor, wishFor } from './testing/wishes';

const program = resolve(__dirname, 'testing/stand-in-node.mjs');
const NODES = ['n0', 'n1', 'n2'];
let folder: string;
let control: TestControlPlane;
let agent: AgentProcess;
let wished: readonly DesiredNode[];
let generation = 0;

const path = (...names: string[]) => join(folder, ...names);
const processes = () => processesIn((name) => name.startsWith(folder));
async function start(): Promise<void> {
  agent = AgentProcess.start({ DATA_DIR: folder, JOIN_TOKEN: control.joinToken(), HOST_NAME: 'h', NODE_PROGRAM: program, PORT_BASE: String(Math.min(await freePort(), 64_000)), LOG_LEVEL: 'warn' });
}
function wish(word: NodeWish): void {
  generation += 1;
  control.wish(wished.map((node) => ({ ...node, wish: word, removeVolume: word === 'absent', generation })));
}
/** Waits for the instant by looking all the time, kills the agent in it, and starts another one. */
async function killWhen(instant: () => boolean): Promise<void> {
  const giveUp = Date.now() + 20_000;
  while (!instant()) {
    if (Date.now() > giveUp) throw new Error(`the instant never came: ${instant.toString()}`);
    await new Promise((next) => setImmediate(next));
  }
  await agent.kill();
  await start();
}
function runOf(nodeId: string): Run | undefined {
  const file = path('nodes', nodeId, 'run.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Run) : undefined;
}
const keyOf = (nodeId: string) => wished.find((node) => node.nodeId === nodeId)!.nodeKey;

async function expectAllRunningOnce(): Promise<void> {
  await until(() => NODES.every((nodeId) => control.observed.get(nodeId)?.state === 'running' && control.observed.get(nodeId)?.generation === generation), () => `all to run: ${JSON.stringify([...control.observed.values()])}`);
  expect([...processes().keys()].sort()).toEqual(NODES.map((nodeId) => path('nodes', nodeId, 'volume')));
  for (const nodeId of NODES) expect(control.observed.get(nodeId)?.runtimeRef).toBe(String(processes().get(path('nodes', nodeId, 'volume'))?.pid));
}

beforeAll(() => buildPrograms(), 120_000);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bystack-killed-'));
  control = await TestControlPlane.start();
  await start();
  await until(() => control.spares.length >= 4, () => 'spares');
  const keys = control.spares.slice(0, NODES.length);
  const { chainId, genesis } = genesisFor(keys);
  wished = keys.map((key, i) => wishFor(key, { nodeId: NODES[i]!, chainId, genesis }));
});
afterEach(async () => {
  await agent.kill();
  await control.close();
  for (const id of processes().values()) process.kill(id.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('an agent killed while it makes nodes', () => {
  it.each<[string, () => boolean]>([
    ['the wish arrived', () => existsSync(path('desired.json'))],
    ['a key was bound', () => existsSync(path('keys', keyOf('n0'), 'bound.json'))],
    ['a folder was begun', () => existsSync(path('nodes/n0/volume/keys/node.key'))],
    ['a folder was finished', () => existsSync(path('nodes/n1/spec.json'))],
    ['a process was started', () => processes().size > 0],
    ['a process was written down', () => runOf('n0') !== undefined],
    ['a node served', () => NODES.some((nodeId) => runOf(nodeId)?.rpcPort !== undefined)],
  ])('after %s: each node runs once in the end, and the keys are those it was given', async (_name, instant) => {
    wish('running');
    await killWhen(instant);
    await expectAllRunningOnce();
    for (const { nodeId, nodeKey } of wished) expect(control.observed.get(nodeId)?.nodeKey).toBe(nodeKey);
  });

  it('does not disturb nodes that run, however often', async () => {
    wish('running');
    await expectAllRunningOnce();
    const before = [...processes().values()].map((id) => id.pid).sort();
    for (let kills = 0; kills < 3; kills += 1) {
      await agent.kill();
      await start();
      await until(() => control.connections >= 2 + kills, () => 'the agent to be back');
    }
    await expectAllRunningOnce();
    expect([...processes().values()].map((id) => id.pid).sort()).toEqual(before);
  });
});

describe('an agent killed while it stops or removes nodes', () => {
  beforeEach(async () => {
    wish('running');
    await expectAllRunningOnce();
  });

  it.each<[string, () => boolean]>([
    ['the first node ended', () => processes().size < NODES.length],
    ['the wish was written down', () => readFileSync(path('desired.json'), 'utf8').includes('"stopped"')],
  ])('stops them all in the end: killed when %s', async (_name, instant) => {
    wish('stopped');
    await killWhen(instant);
    for (const nodeId of NODES) await control.expectState(nodeId, 'stopped');
    expect(processes().size).toBe(0);
    wish('running');
    await expectAllRunningOnce();
  });

  it.each<[string, () => boolean]>([
    ['the first node ended', () => processes().size < NODES.length],
    ['keys were destroyed', () => NODES.some((nodeId) => !existsSync(path('keys', keyOf(nodeId), 'voting.key')))],
    ['a folder was renamed away', () => readdirSync(path('nodes')).some((name) => name.startsWith('.removed-')) || readdirSync(path('nodes')).length < NODES.length],
  ])('leaves no process, folder or key: killed when %s', async (_name, instant) => {
    wish('absent');
    await killWhen(instant);
    for (const nodeId of NODES) await control.expectState(nodeId, 'absent');
    await until(() => readdirSync(path('nodes')).length === 0, () => 'the folders to go');
    expect(processes().size).toBe(0);
    for (const nodeId of NODES) expect(existsSync(path('keys', keyOf(nodeId), 'voting.key'))).toBe(false);
  });
});

describe('signals', () => {
  it('SIGTERM ends the agent and leaves nodes running; SIGINT stops them too', async () => {
    wish('running');
    await expectAllRunningOnce();
    expect(await agent.kill('SIGTERM')).toBe(0);
    const left = [...processes().values()];
    expect(left.filter(isAlive)).toHaveLength(NODES.length);
    await start();
    await until(() => control.connections === 2, () => 'the agent to be back');
    expect(await agent.kill('SIGINT')).toBe(0);
    expect(processes().size).toBe(0);
  });

  it('a second agent on the same data is refused in words', async () => {
    const second = AgentProcess.start({ DATA_DIR: folder, NODE_PROGRAM: program });
    await expect(second.ready()).rejects.toThrow('ended with 64');
  });
});
