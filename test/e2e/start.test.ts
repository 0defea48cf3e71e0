import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChainView, NodeView } from '@bystack/api';
import { BystackClient } from '@bystack/sdk';
import { startStack, type Stack } from '../support/stack';
import { capture, observation } from '../support/traceability';

const ROOT = resolve(__dirname, '../..');
const SLOW = 300_000;

let dataDir: string;
let stack: Stack | undefined;
const client = async () => (await stack!.owner()).client;

beforeAll(() => (dataDir = mkdtempSync(join(tmpdir(), 'bystack-start-'))));
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, SLOW);

/** Asks until it holds; the last answer is in the failure. */
async function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, timeoutMs = 60_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as T);
    if (!(answer instanceof Error) && holds(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${answer instanceof Error ? answer.message : JSON.stringify(answer)}`);
    await sleep(100);
  }
}
const starter = async () => (await (await client()).chains.list()).items[0];
/** All of its nodes: three of four make it run. */
const running = (chain: ChainView | undefined) => chain?.state === 'running' && chain.nodesRunning === chain.validators;
const nodes = async (chainId: string) => (await (await client()).chains.nodes(chainId)).items;
const recorded = async (number: number) => capture(await client(), (await starter()).chainId, observation(number));

/** Processes whose command line names this data folder. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}
/** A backend of a killed server may be gone before its turn. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
const nodePids = () => processesOf(dataDir).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('chain-node')).sort();

describe('the first start', () => {
  test('tells its progress, the address and a one-time link, and makes the starter chain', async () => {
    stack = await startStack({ dataDir, starter: true });
    const told = stack.output.join('\n');
    expect(told).toMatch(/PostgreSQL is up/);
    expect(told).toMatch(/starter sidechain: .* recorded/);
    expect(told).toMatch(/Console +http:\/\/127\.0\.0\.1:\d+/);
    expect(stack.setupUrl).toMatch(/\/setup#token=.{20}/);
    const chain = await eventually(starter, running);
    expect(chain).toMatchObject({ validators: 4, nodesRunning: 4, template: { name: 'product-traceability' } });
    expect((await (await client()).chains.blocks(chain.chainId)).items.some(({ transactionCount }) => transactionCount > 0)).toBe(true);
  }, SLOW);

  test('the link works once, and the console is served', async () => {
    const token = stack!.setupUrl!.split('token=')[1];
    await client();
    const again = new BystackClient({ url: stack!.url }).account.setup({ token, email: 'thief@example.org', name: 'Thief', password: 'a long enough password' });
    await expect(again).rejects.toMatchObject({ code: 'SETUP_LINK_INVALID' });
    const page = await fetch(stack!.url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="root">')]);
  }, SLOW);

  test('a second start on the same folder, a taken port and an unknown flag are refused in words', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const start = (...flags: string[]) => spawnSync(process.execPath, ['scripts/start.mjs', ...flags], { cwd: ROOT, encoding: 'utf8' });
    expect(start('--data', dataDir)).toMatchObject({ status: 1, stderr: expect.stringContaining('already running on') });
    const { port } = taken.address() as AddressInfo;
    const other = mkdtempSync(join(tmpdir(), 'bystack-start-'));
    expect(start('--data', other, '--port', String(port))).toMatchObject({ status: 1, stderr: expect.stringMatching(/Port \d+ is taken.*--port/s) });
    rmSync(other, { recursive: true });
    taken.close();
    expect(start('--prot', '1')).toMatchObject({ status: 2, stderr: expect.stringContaining("Unknown option '--prot'") });
    expect(start('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--no-starter') });
  }, SLOW);
});

describe('what dies comes back', () => {
  test.each(['controlPlane', 'agent', 'postgres'] as const)('%s', async (name) => {
    const before = stack!.pids()[name]!;
    const carriers = nodePids();
    process.kill(before, 'SIGKILL');
    await eventually(async () => stack!.pids()[name], (pid) => pid !== undefined && pid !== before);
    await eventually(starter, running);
    expect(await eventually(() => recorded(100 + before), ({ state }) => state === 'final')).toMatchObject({ outcome: { kind: 'accepted' } });
    expect(nodePids()).toEqual(carriers);
  }, SLOW);

  test('one validator: the chain goes on without it, and it catches up', async () => {
    const { chainId } = await starter();
    const restarts = (views: readonly NodeView[]) => views.reduce((sum, view) => sum + view.restarts, 0);
    const before = restarts(await nodes(chainId));
    const [victim] = nodePids();
    process.kill(victim, 'SIGKILL');
    const { state, height } = await recorded(1);
    expect(state).toBe('final');
    const caughtUp = (views: readonly NodeView[]) => restarts(views) > before && views.every((view) => view.state === 'running' && (view.finalHeight ?? 0) >= height!);
    expect(await eventually(() => nodes(chainId), caughtUp)).toHaveLength(4);
  }, SLOW);
});

describe('the next start', () => {
  test('after Ctrl-C nothing is left, and everything is as it was, with nothing made anew', async () => {
    const before = await starter();
    const receipts = await recorded(2);
    const { apiKey } = await stack!.owner();
    await stack!.stop();
    expect(processesOf(dataDir)).toEqual([]);
    stack = await startStack({ dataDir, starter: true });
    expect(stack.output.join('\n')).not.toMatch(/installing|building|new database/);
    expect(stack.setupUrl).toBeNull();
    const same = new BystackClient({ url: stack.url, apiKey });
    const chain = await eventually(async () => (await same.chains.list()).items, (items) => items.length === 1 && running(items[0]));
    expect(chain[0].chainId).toBe(before.chainId);
    expect(await same.chains.transaction(before.chainId, receipts.txId)).toMatchObject({ state: 'final', height: receipts.height });
  }, SLOW);

  test('after kill -9 of npm start alone the nodes were never stopped', async () => {
    const carriers = nodePids();
    expect(carriers).toHaveLength(4);
    await stack!.kill();
    stack = await startStack({ dataDir, starter: true });
    await eventually(starter, running);
    expect(nodePids()).toEqual(carriers);
    expect(await recorded(3)).toMatchObject({ state: 'final' });
  }, SLOW);

  test('after kill -9 of everything nothing final is lost', async () => {
    const last = await recorded(4);
    const { chainId } = await starter();
    const { start: _, ...programs } = stack!.pids();
    await stack!.kill();
    for (const pid of [...processesOf(dataDir), ...Object.values(programs)]) kill(pid);
    stack = await startStack({ dataDir, starter: true });
    await eventually(starter, running);
    expect(await (await client()).chains.transaction(chainId, last.txId)).toMatchObject({ state: 'final', height: last.height });
    expect(await recorded(5)).toMatchObject({ state: 'final' });
    expect(nodePids()).toHaveLength(4);
  }, SLOW);
});

const someoneElse = process.getuid?.() === 0 ? test : test.skip;
someoneElse('an ordinary user can start it from a checkout of their own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bystack-user-'));
  try {
    copyCheckout(folder);
    const stackOfNobody = await startStack({ root: join(folder, 'checkout'), dataDir: join(folder, 'checkout/data'), wrapper: ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'], environment: { HOME: folder } });
    const owners = processesOf(folder).map((pid) => /Uid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    expect(new Set(owners)).toEqual(new Set(['65534']));
    await stackOfNobody.owner();
    await stackOfNobody.stop();
    expect(processesOf(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, SLOW);

/** The sources, what was built and the installed packages; the packages' files are shared (hard links), their owner stays. */
function copyCheckout(folder: string): void {
  const checkout = join(folder, 'checkout');
  mkdirSync(checkout);
  const own = ['apps', 'libs', 'templates', 'scripts', 'test', 'dist', 'package.json', 'package-lock.json', 'tsconfig.json', '.npmrc'].map((name) => join(ROOT, name));
  // With the exact times: what is built must count as built from these sources.
  execFileSync('cp', ['-a', ...own.filter((path) => existsSync(path)), checkout]);
  execFileSync('chown', ['-R', '65534:65534', folder]);
  const packages = [join(ROOT, 'node_modules'), checkout];
  if (spawnSync('cp', ['-al', ...packages]).status !== 0) execFileSync('cp', ['-a', ...packages]);
  // Folders that tools write to are made anew by whoever runs them.
  execFileSync('rm', ['-rf', join(checkout, 'node_modules/.vite-temp'), join(checkout, 'node_modules/.cache')]);
  execFileSync('chown', ['65534:65534', join(checkout, 'node_modules')]);
}
