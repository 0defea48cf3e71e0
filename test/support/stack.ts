import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { BystackClient } from '@bystack/sdk';

/** The checkout: from the sources and from dist/ alike. */
const ROOT = resolve(__dirname, __dirname.includes('/dist/') ? '../../..' : '../..');
/** Includes installing and building, when the checkout is fresh. */
const START_TIMEOUT_MS = 240_000;
const STOP_TIMEOUT_MS = 90_000;
const HOST_TIMEOUT_MS = 60_000;
/** For one chain of the usual size. */
const SPARES_WANTED = 4;
/** Whoever `owner()` signs up. */
export const OWNER = { email: 'owner@example.org', name: 'Owner', password: 'correct horse battery staple', organisation: 'Example Mills' };

export interface StackOptions {
  /** Kept after stop() when given; else a temporary folder that goes with the stack. */
  readonly dataDir?: string;
  /** Make the starter sidechain (default false). */
  readonly starter?: boolean;
  readonly runtime?: 'process' | 'docker';
  /** Checkout to run (default: this one). */
  readonly root?: string;
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Program and arguments before `node`, e.g. setpriv. */
  readonly wrapper?: readonly string[];
}

export interface Stack {
  readonly url: string;
  /** The one-time link; null once an administrator exists. */
  readonly setupUrl: string | null;
  readonly dataDir: string;
  readonly output: readonly string[];
  /** Of the programs now: after a supervised restart they differ. */
  pids(): { readonly start: number; readonly postgres?: number; readonly controlPlane: number; readonly agent: number };
  /** The owner: signs up by the one-time link on the first call (signs in afterwards) and makes an API key. */
  owner(): Promise<{ readonly client: BystackClient; readonly apiKey: string }>;
  /** As Ctrl-C. */
  stop(): Promise<void>;
  /** `npm start` itself dies at once; what it started stays. */
  kill(): Promise<void>;
}

/** Runs the real product, as `npm start` does, on a data folder of its own and any free ports. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'bystack-stack-'));
  const { child, output, ready } = launch(options, dataDir);
  const { url, setupUrl } = await ready;
  let owner: Promise<{ client: BystackClient; apiKey: string }> | undefined;
  const ended = async () => {
    await exited(child, STOP_TIMEOUT_MS);
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    url, setupUrl, dataDir, output,
    pids: () => pidsOf(dataDir),
    owner: () => (owner ??= signUp(url, setupUrl)),
    stop: () => (child.kill('SIGINT'), ended()),
    kill: () => (child.kill('SIGKILL'), exited(child, 5_000)),
  };
}

/** Apart from the stacks of other workers, and below the ports that systems give out for any use. */
function portBase(): number {
  return 10_000 + 100 * (process.pid % 200);
}

interface Told {
  readonly url: string;
  readonly setupUrl: string | null;
}

function launch(options: StackOptions, dataDir: string) {
  const flags = ['--data', dataDir, '--port', String(options.port ?? 0), '--runtime', options.runtime ?? 'process', ...(options.starter ? [] : ['--no-starter'])];
  const [program, ...before] = [...(options.wrapper ?? []), process.execPath];
  const root = options.root ?? ROOT;
  const env = { ...process.env, DATABASE_URL: '', PORT_BASE: String(portBase()), ...options.environment };
  const child = spawn(program, [...before, join(root, 'scripts/start.mjs'), ...flags], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGINT');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const output: string[] = [];
  const ready = new Promise<Told>((settle, fail) => {
    const giveUp = (why: string) => fail(new Error(`npm start ${why}:\n${output.join('\n')}`));
    const late = setTimeout(() => (child.kill('SIGINT'), giveUp(`is not ready after ${START_TIMEOUT_MS / 1000} s`)), START_TIMEOUT_MS);
    const hear = (line: string) => {
      output.push(line);
      const told = whatWasTold(output);
      if (told) settle(told);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
    child.once('exit', (code, by) => (clearTimeout(late), giveUp(`ended with ${by ?? `code ${code}`}`)));
    child.once('spawn', () => void ready.then(() => clearTimeout(late)).catch(() => undefined));
  });
  return { child, output, ready };
}

/** What a person reads at the end: the console's address, perhaps a one-time link, an empty line. */
function whatWasTold(output: readonly string[]): Told | undefined {
  const at = output.findIndex((line) => line.startsWith('  Console '));
  if (at < 0 || output.at(-1) !== '') return undefined;
  const rest = output.slice(at);
  return { url: rest[0].trim().split(/\s+/)[1], setupUrl: rest.find((line) => line.includes('/setup'))?.trim() ?? null };
}

function pidsOf(dataDir: string) {
  const pidOf = (name: string) => JSON.parse(readFileSync(join(dataDir, 'run', `${name}.json`), 'utf8')).pid as number;
  const { pids } = JSON.parse(readFileSync(join(dataDir, 'run/ready.json'), 'utf8')) as { pids: { start: number } };
  const postmaster = join(dataDir, 'postgres/cluster/postmaster.pid');
  const postgres = existsSync(postmaster) ? Number(readFileSync(postmaster, 'utf8').split('\n')[0]) : undefined;
  return { start: pids.start, postgres, controlPlane: pidOf('control-plane'), agent: pidOf('node-agent') };
}

async function signUp(url: string, setupUrl: string | null) {
  const person = new BystackClient({ url });
  const token = setupUrl && new URL(setupUrl.replace('#', '?')).searchParams.get('token');
  if (token) await person.account.setup({ token, ...OWNER });
  else await person.account.signIn({ email: OWNER.email, password: OWNER.password });
  const { key } = await person.account.createApiKey({ name: 'tests', role: 'owner' });
  const client = new BystackClient({ url, apiKey: key });
  await hostWithRoom(client);
  return { client, apiKey: key };
}

/** Right after the start the local agent is still making keys for nodes to come. */
async function hostWithRoom(client: BystackClient): Promise<void> {
  const deadline = performance.now() + HOST_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const { items } = await client.hosts.list();
    if (items.some(({ state, spareKeys }) => state === 'connected' && spareKeys >= SPARES_WANTED)) return;
    await sleep(50);
  }
  throw new Error(`no host is connected with ${SPARES_WANTED} spare keys after ${HOST_TIMEOUT_MS} ms`);
}

async function exited(child: ChildProcess, timeoutMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((settle, fail) => {
    const late = setTimeout(() => (child.kill('SIGKILL'), fail(new Error(`npm start did not end within ${timeoutMs} ms`))), timeoutMs);
    child.once('exit', () => (clearTimeout(late), settle()));
  });
}
