import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isAlive, processesIn, startTicksOf } from '../../files/proc';
import { makeKeys } from '../../keys/make-keys';
import { freePort } from '../../testing/free-port';
import { genesisFor, MB } from '../../testing/wishes';
import { NODE_ENVIRONMENT, nodeArguments } from '../how-node-runs';
import { runtimeContract } from '../runtime-contract';
import { ProcessRuntime } from './process-runtime';

const program = resolve(__dirname, '../../testing/stand-in-node.mjs');
const folder = mkdtempSync(join(tmpdir(), 'bystack-process-'));
const open = () => new ProcessRuntime({ folder, program, softwareVersion: '0.1.0' });
const ours = () => [...processesIn((path) => path.startsWith(folder)).keys()];

afterAll(() => {
  for (const id of processesIn((path) => path.startsWith(folder)).values()) process.kill(id.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('the process runtime', () => {
  runtimeContract(() => ({
    open: () => Promise.resolve(open()),
    misbehave: (nodeId, how) => Promise.resolve(writeFileSync(join(folder, nodeId, 'volume/data/behave.json'), JSON.stringify(how))),
    kill: (local) => Promise.resolve(void process.kill(Number(local.ref), 'SIGKILL')),
    freePort,
    traces: () => Promise.resolve([...readdirSync(folder), ...ours()]),
  }));

  it('says what to do when the program is missing', async () => {
    const runtime = new ProcessRuntime({ folder, program: '/nowhere/main.js', softwareVersion: '0.1.0' });
    expect((await runtime.describe()).trouble).toContain('npm run build');
  });
});

it('runs a node within its memory, and with nothing of the agent in its environment', async () => {
  const runtime = open();
  const keys = makeKeys();
  const { chainId, bytes } = genesisFor([keys]);
  const port = await freePort();
  const limits = { memoryBytes: 256 * MB, cpuShare: 1, pids: 9 };
  await runtime.prepare({ nodeId: 'bounded', chainId, nodeKey: keys.nodeKey, softwareVersion: '0.1.0', limits, address: `127.0.0.1:${port}`, port }, { ...keys, genesis: bytes, peers: [] });
  await runtime.start('bounded');
  const { ref } = (await runtime.list()).find(({ nodeId }) => nodeId === 'bounded')!;
  const told = (file: string) => readFileSync(`/proc/${ref!}/${file}`, 'utf8').split('\0');
  expect(told('cmdline').slice(1)).toEqual([...nodeArguments(256 * MB), program, '--dir', join(folder, 'bounded/volume'), '']);
  expect(told('environ')).toEqual([...Object.entries(NODE_ENVIRONMENT).map(([name, value]) => `${name}=${value}`), '']);
  await runtime.stop('bounded');
  await runtime.remove('bounded', true);
});

describe('names of processes', () => {
  it('are not taken in by a number that came back', () => {
    const startTicks = startTicksOf(process.pid)!;
    expect(isAlive({ pid: process.pid, startTicks })).toBe(true);
    expect(isAlive({ pid: process.pid, startTicks: '1' })).toBe(false);
    expect(startTicksOf(2 ** 22 + 1)).toBeUndefined();
  });
});

it('lets nobody else read keys, and keeps the RPC token when it prepares again', async () => {
  const runtime = open();
  const spec = { nodeId: 'modes', chainId: 'c', nodeKey: 'k', softwareVersion: '0.1.0', limits: { memoryBytes: 2 ** 28, cpuShare: 1, pids: 9 }, address: 'a:1', port: 1, keepBlocks: 5_000 };
  await runtime.prepare(spec, { genesis: Buffer.from('{}'), peers: [], nodeSeed: 'aa', votingSeed: 'bb' });
  const volume = join(folder, 'modes/volume');
  for (const name of ['keys/node.key', 'keys/voting.key']) expect(statSync(join(volume, name)).mode & 0o777).toBe(0o400);
  expect(statSync(join(volume, 'rpc.token')).mode & 0o077).toBe(0);
  expect(JSON.parse(readFileSync(join(volume, 'node.json'), 'utf8'))).toMatchObject({ keepBlocks: 5_000 });
  const token = readFileSync(join(volume, 'rpc.token'), 'utf8');
  await runtime.prepare(spec, { genesis: Buffer.from('{}'), peers: [], nodeSeed: 'aa', votingSeed: 'bb' });
  expect(readFileSync(join(volume, 'rpc.token'), 'utf8')).toBe(token);
  await runtime.remove('modes', true);
});
