// A server that outlived its owner: found through postmaster.pid, adopted when it answers, stopped when it does not.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './postgres-connection.mjs';
import { commandLine, isAlive, stopProcess, until } from './processes.mjs';

/** Fast shutdown, then immediate (the next start recovers), then the end. */
export const STOP_LADDER = [['SIGINT', 15_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]];
const ANSWER_MS = 10_000;

/** postmaster.pid: pid, data folder, start time, port, socket folder, listen address, shared memory, status. */
export function readPidFile(cluster) {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n').map((line) => line.trim());
  return { path, pid: Number(lines[0]), port: Number(lines[3]), status: lines[7] ?? '' };
}

/** @returns {Promise<{pid: number, port: number, gone: Promise<unknown>} | undefined>} */
export async function findOrphan(place, password) {
  const found = readPidFile(place.cluster);
  if (!found) return undefined;
  if (!isOurServer(found.pid, place.cluster)) {
    // Another program has this process id now; PostgreSQL would take it for a running server.
    rmSync(found.path, { force: true });
    return undefined;
  }
  const { pid, port } = found;
  if (await until(() => answers(port, password), ANSWER_MS, 250)) {
    place.log(`adopted the PostgreSQL that was still running (process ${pid})`);
    return { pid, port, gone: until(() => !isAlive(pid), Infinity, 500) };
  }
  place.log(`stopping a PostgreSQL that does not answer (process ${pid})`);
  await stopProcess(pid, STOP_LADDER);
  return undefined;
}

/** @param {number} pid @param {string} cluster @returns {boolean} whether the process is the server of this cluster */
export function isOurServer(pid, cluster) {
  const words = commandLine(pid);
  return pid > 1 && isAlive(pid) && /postgres$/.test(words[0] ?? '') && words.includes(cluster);
}
