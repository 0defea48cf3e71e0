// The embedded PostgreSQL: one server in one folder, owned by whoever called startPostgres.
//   DIR/cluster     PostgreSQL's own files, owned by the user it runs as
//   DIR/password    of the role `bystack`, 0600, made on the first start
//   DIR/server.log  what the server says
// A server that outlived its owner (kill -9) is found through cluster/postmaster.pid and adopted when it answers, stopped when it does not.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { expectReachable, postgresPrograms, postgresUser, PostgresError } from './postgres-files.mjs';
import { commandLine, isAlive, statOf, stopProcess, until } from './processes.mjs';

export { PostgresError } from './postgres-files.mjs';

const ROLE = 'bystack';
const START_TIMEOUT_MS = 60_000;
/** Fast shutdown, then immediate (the next start recovers), then the end. */
const STOP_LADDER = [['SIGINT', 15_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]];
const PORT_TRIES = 5;

/**
 * @typedef {object} Postgres
 * @property {string} url of the database `bystack`, with the password
 * @property {string} host @property {number} port @property {number} pid
 * @property {boolean} adopted whether it was running already
 * @property {boolean} created whether this start made the cluster
 * @property {Promise<void>} gone settles when the server is no longer there, for whatever reason; does not keep this process alive
 * @property {() => Promise<void>} stop ends connections, writes everything down, stops; safe to call twice
 */

/**
 * Starts the server of `dataDir`, making it on the first call, or adopts the one that is running there.
 * @param {object} options
 * @param {string} options.dataDir @param {number} [options.port] loopback port; absent or 0: a free one
 * @param {boolean} [options.durable] false: fast and lost in a power cut; for tests only
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<Postgres>}
 * @throws {PostgresError} POSTGRES_NOT_INSTALLED, POSTGRES_CANNOT_REACH, POSTGRES_PORT_TAKEN, POSTGRES_PASSWORD_LOST, POSTGRES_FAILED
 */
export async function startPostgres({ dataDir, port = 0, durable = true, log = () => {} }) {
  const place = { folder: resolve(dataDir), cluster: resolve(dataDir, 'cluster'), durable, log };
  mkdirSync(place.folder, { recursive: true, mode: 0o711 });
  if (postgresUser()) chmodSync(place.folder, 0o711);
  expectReachable(place.folder);
  const created = !existsSync(join(place.cluster, 'PG_VERSION'));
  const password = readPassword(place.folder, created);
  const orphan = await findOrphan(place, password);
  if (orphan) return { ...serverHandle(place, orphan, password), adopted: true, created: false };
  const programs = postgresPrograms();
  if (created) makeCluster(place, programs, password);
  const running = await launch(place, programs, port);
  await ensureDatabase(running.port, password);
  return { ...serverHandle(place, running, password), adopted: false, created };
}

function readPassword(folder, created) {
  const file = join(folder, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (!created) throw new PostgresError('POSTGRES_PASSWORD_LOST', `${file} is missing, so the database beside it cannot be opened. Put the file back from your backup.`);
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** In a draft folder that is renamed when it is complete: a kill in the middle leaves nothing that looks like a database. */
function makeCluster({ folder, cluster, durable, log }, programs, password) {
  const user = postgresUser();
  const draft = `${cluster}.draft`;
  const passwordFile = join(folder, 'password.initdb');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = ['-D', draft, `--username=${ROLE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const made = spawnSync(join(programs, 'bin/initdb'), durable ? args : [...args, '--no-sync'], { ...user, cwd: '/', env: cleanEnvironment(), encoding: 'utf8' });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new PostgresError('POSTGRES_FAILED', `initdb failed in ${draft}: ${(made.stderr || made.error?.message || '').trim()}`);
  renameSync(draft, cluster);
  log('made a new database cluster');
}

function cleanEnvironment() {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C', HOME: '/' };
}

/** postmaster.pid: pid, data folder, start time, port, socket folder, listen address, shared memory, status. */
function readPidFile(cluster) {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n').map((line) => line.trim());
  return { path, pid: Number(lines[0]), port: Number(lines[3]), status: lines[7] ?? '' };
}

async function findOrphan(place, password) {
  const found = readPidFile(place.cluster);
  if (!found) return undefined;
  if (!isOurServer(found.pid, place.cluster)) {
    // Another program has this process id now; PostgreSQL would take it for a running server.
    rmSync(found.path, { force: true });
    return undefined;
  }
  const { pid, port } = found;
  if (await until(() => answers(port, password), 10_000, 250)) {
    place.log(`adopted the PostgreSQL that was still running (process ${pid})`);
    return { pid, port, gone: until(() => !isAlive(pid), Infinity, 500) };
  }
  place.log(`stopping a PostgreSQL that does not answer (process ${pid})`);
  await stopProcess(pid, STOP_LADDER);
  return undefined;
}

function isOurServer(pid, cluster) {
  const words = commandLine(pid);
  return pid > 1 && isAlive(pid) && /postgres$/.test(words[0] ?? '') && words.includes(cluster);
}

async function launch(place, programs, wantedPort) {
  for (let attempt = 1; ; attempt += 1) {
    const port = wantedPort || (await freePort());
    const started = await launchOnce(place, programs, port);
    if (started.gone) return started;
    const { trouble } = started;
    // Backends of a killed server need a moment to notice that it is gone.
    const passing = /shared memory block/.test(trouble) || (!wantedPort && /Address already in use/.test(trouble));
    if (passing && attempt < PORT_TRIES) {
      await until(() => false, 500);
      continue;
    }
    if (/Address already in use/.test(trouble)) throw new PostgresError('POSTGRES_PORT_TAKEN', `Port ${port} is taken by another program.`);
    throw new PostgresError('POSTGRES_FAILED', `PostgreSQL did not start; the end of ${join(place.folder, 'server.log')} says:\n${trouble}`);
  }
}

async function launchOnce({ folder, cluster, durable }, programs, port) {
  const logFile = join(folder, 'server.log');
  const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
  const out = openSync(logFile, 'a', 0o600);
  // Its own process group: Ctrl-C in the terminal must not stop the database before the programs that use it.
  const child = spawn(join(programs, 'bin/postgres'), ['-D', cluster, ...settings(port, durable)], { ...postgresUser(), cwd: '/', env: cleanEnvironment(), stdio: ['ignore', out, out], detached: true });
  closeSync(out);
  const gone = new Promise((settle) => child.once('exit', settle).once('error', settle)).then(() => undefined);
  let ended = false;
  void gone.then(() => (ended = true));
  const ready = () => ended || (readPidFile(cluster)?.pid === child.pid && readPidFile(cluster).status === 'ready');
  const inTime = await until(ready, START_TIMEOUT_MS);
  child.unref();
  if (inTime && !ended) return { pid: child.pid, port, gone };
  if (!ended) await stopProcess(child.pid, STOP_LADDER);
  return { trouble: readFileSync(logFile).subarray(logStart).toString('utf8').trim() || 'no reason given' };
}

function settings(port, durable) {
  const values = {
    port, listen_addresses: '127.0.0.1', unix_socket_directories: '', password_encryption: 'scram-sha-256', timezone: 'UTC', log_timezone: 'UTC',
    max_connections: 100, shared_buffers: '48MB', huge_pages: 'off', max_parallel_workers_per_gather: 0, log_min_messages: 'warning', log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** @returns {Promise<number>} a loopback port that was free a moment ago. */
export function freePort() {
  return new Promise((settle, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => settle(port));
    });
  });
}

function urlOf(port, password, database) {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}

async function connect(port, password, database) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: urlOf(port, password, database), connectionTimeoutMillis: 3000 });
  // A connection cut by the server's end is no reason to end ourselves.
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function answers(port, password) {
  try {
    const client = await connect(port, password, ROLE);
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function ensureDatabase(port, password) {
  const client = await connect(port, password, 'postgres');
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [ROLE]);
    if (rowCount === 0) await client.query(`create database ${ROLE}`);
  } finally {
    await client.end();
  }
}

function serverHandle({ cluster }, { pid, port, gone }, password) {
  const born = statOf(pid)?.startTicks;
  let stopping;
  const stop = async () => {
    // The id may belong to somebody else by now.
    if (statOf(pid)?.startTicks !== born || !isOurServer(pid, cluster)) return;
    if (!(await stopProcess(pid, STOP_LADDER))) throw new PostgresError('POSTGRES_FAILED', `PostgreSQL (process ${pid}) does not stop.`);
  };
  return { url: urlOf(port, password, ROLE), host: '127.0.0.1', port, pid, gone: Promise.resolve(gone).then(() => undefined), stop: () => (stopping ??= stop()) };
}
