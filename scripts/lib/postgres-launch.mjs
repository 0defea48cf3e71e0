// Starting the server process and waiting until it takes connections.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { cleanEnvironment } from './postgres-cluster.mjs';
import { failed, postgresUser, PostgresError } from './postgres-files.mjs';
import { readPidFile, STOP_LADDER } from './postgres-orphan.mjs';
import { stopProcess, until } from './processes.mjs';

const START_TIMEOUT_MS = 60_000;
const PORT_TRIES = 5;

/** @returns {Promise<{pid: number, port: number, gone: Promise<void>}>} @throws {PostgresError} POSTGRES_PORT_TAKEN, POSTGRES_FAILED */
export async function launch(place, programs, wantedPort) {
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
    throw failed(place.folder, trouble, `PostgreSQL did not start; the end of ${join(place.folder, 'server.log')} says:\n`);
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
