// The embedded PostgreSQL: one server in one folder, owned by whoever called startPostgres.
//   DIR/cluster     PostgreSQL's own files, owned by the user it runs as
//   DIR/password    of the role `bystack`, 0600, made on the first start
//   DIR/server.log  what the server says
// A server that outlived its owner (kill -9) is found through cluster/postmaster.pid and adopted when it answers, stopped when it does not.
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeCluster, readPassword } from './postgres-cluster.mjs';
import { ensureDatabase, ROLE, urlOf } from './postgres-connection.mjs';
import { expectReachable, postgresMajor, postgresPrograms, postgresUser, PostgresError } from './postgres-files.mjs';
import { launch } from './postgres-launch.mjs';
import { findOrphan, isOurServer, STOP_LADDER } from './postgres-orphan.mjs';
import { statOf, stopProcess } from './processes.mjs';

export { freePort } from './free-port.mjs';
export { PostgresError } from './postgres-files.mjs';

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
 * @throws {PostgresError} POSTGRES_NOT_INSTALLED, POSTGRES_CANNOT_REACH, POSTGRES_PORT_TAKEN, POSTGRES_PASSWORD_LOST, POSTGRES_VERSION, POSTGRES_DISK_FULL, POSTGRES_FAILED
 */
export async function startPostgres({ dataDir, port = 0, durable = true, log = () => {} }) {
  const place = { folder: resolve(dataDir), cluster: resolve(dataDir, 'cluster'), durable, log };
  mkdirSync(place.folder, { recursive: true, mode: 0o711 });
  if (postgresUser()) chmodSync(place.folder, 0o711);
  expectReachable(place.folder);
  const created = !existsSync(join(place.cluster, 'PG_VERSION'));
  if (!created) expectSameVersion(place);
  const password = readPassword(place.folder, created);
  const orphan = await findOrphan(place, password);
  if (orphan) return { ...serverHandle(place, orphan, password), adopted: true, created: false };
  const programs = postgresPrograms();
  if (created) makeCluster(place, programs, password);
  const running = await launch(place, programs, port);
  await ensureDatabase(running.port, password);
  return { ...serverHandle(place, running, password), adopted: false, created };
}

/** PostgreSQL reads no files of another of its major versions. */
function expectSameVersion({ folder, cluster }) {
  const [made, ours] = [readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim(), String(postgresMajor())];
  if (made !== ours) throw new PostgresError('POSTGRES_VERSION', `The database in ${folder} was made by PostgreSQL ${made}, and this version of Bystack brings PostgreSQL ${ours}. Start the version of Bystack that made it, or choose another folder with --data.`);
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
