import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HELPER = resolve(__dirname, '../../scripts/lib/postgres.mjs');
const SLOW = 120_000;
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'bystack-postgres-'));
  chmodSync(dataDir, 0o711);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs `steps` in a process of its own, as `npm start` would; `start()` starts the server of this test's folder. @returns what it gives back */
function inProcess(steps: string, options: { readonly folder?: string; readonly port?: number } = {}): Record<string, unknown> {
  const program = `
    import { startPostgres } from ${JSON.stringify(HELPER)};
    const start = (more = {}) => startPostgres({ dataDir: ${JSON.stringify(join(options.folder ?? dataDir, 'pg'))}, durable: false, ...more });
    setInterval(() => {}, 1000); // A server that is waited for does not keep its owner alive.
    const work = async () => { ${steps} };
    const answer = await work().catch(({ code, message }) => ({ code, message }));
    console.log(JSON.stringify(answer));
    process.exit();`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).trim().split('\n').at(-1)!) as Record<string, unknown>;
}
const stopIt = 'const server = await start(); await server.stop(); return { adopted: server.adopted, created: server.created, url: server.url, pid: server.pid };';

test('a server that outlived its owner is adopted, and its data is there', () => {
  const first = inProcess('const { pid, url, created } = await start(); return { pid, url, created };');
  expect(first.created).toBe(true);
  expect(inProcess(stopIt)).toEqual({ adopted: true, created: false, url: first.url, pid: first.pid });
  expect(inProcess(stopIt)).toMatchObject({ adopted: false, created: false });
}, SLOW);

test('a server that was killed is started again on the same port', () => {
  const { port } = inProcess("const one = await start(); process.kill(one.pid, 'SIGKILL'); await one.gone; const two = await start({ port: one.port }); await two.stop(); return { port: two.port === one.port };");
  expect(port).toBe(true);
}, SLOW);

test('another program that has the old process id is not taken for the server', () => {
  inProcess(stopIt);
  const cluster = join(dataDir, 'pg/cluster');
  writeFileSync(join(cluster, 'postmaster.pid'), [process.pid, cluster, 1, 5555, '', '127.0.0.1', '', 'ready', ''].join('\n'));
  expect(inProcess(stopIt)).toMatchObject({ adopted: false });
  expect(() => process.kill(process.pid, 0)).not.toThrow();
}, SLOW);

test('the password is in a file for its owner only, and losing it is said', () => {
  const { url } = inProcess(stopIt);
  const file = join(dataDir, 'pg/password');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const password = readFileSync(file, 'utf8').trim();
  expect(password).toMatch(/^[\w-]{32}$/);
  expect(url).toContain(password);
  rmSync(file);
  expect(inProcess(stopIt)).toMatchObject({ code: 'POSTGRES_PASSWORD_LOST' });
}, SLOW);

test('files that another version of PostgreSQL made are left as they are, and that is said', () => {
  expect(inProcess(stopIt).created).toBe(true);
  const version = join(dataDir, 'pg/cluster/PG_VERSION');
  const ours = readFileSync(version, 'utf8');
  writeFileSync(version, '99\n');
  expect(inProcess(stopIt)).toMatchObject({ code: 'POSTGRES_VERSION', message: expect.stringContaining('was made by PostgreSQL 99') });
  writeFileSync(version, ours);
  expect(inProcess(stopIt)).toMatchObject({ adopted: false, created: false });
}, SLOW);

test('a taken port is said', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => taken.once('listening', done));
  const { port } = taken.address() as AddressInfo;
  expect(inProcess(`return start({ port: ${port} });`)).toMatchObject({ code: 'POSTGRES_PORT_TAKEN', message: expect.stringContaining(String(port)) });
  taken.close();
}, SLOW);

const asRoot = process.getuid?.() === 0 ? test : test.skip;
asRoot('root is told when the unprivileged user of the server cannot reach the folder', () => {
  chmodSync(dataDir, 0o700);
  expect(inProcess(stopIt)).toMatchObject({ code: 'POSTGRES_CANNOT_REACH', message: expect.stringContaining(dataDir) });
}, SLOW);
