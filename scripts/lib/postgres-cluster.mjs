// Making a database cluster, and the password of its one role.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLE } from './postgres-connection.mjs';
import { failed, postgresUser, PostgresError } from './postgres-files.mjs';

/** @param {string} folder @param {boolean} created whether the cluster is yet to be made @returns {string} @throws {PostgresError} POSTGRES_PASSWORD_LOST */
export function readPassword(folder, created) {
  const file = join(folder, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (!created) throw new PostgresError('POSTGRES_PASSWORD_LOST', `${file} is missing, so the database beside it cannot be opened. Put the file back from your backup.`);
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** In a draft folder that is renamed when it is complete: a kill in the middle leaves nothing that looks like a database. */
export function makeCluster({ folder, cluster, durable, log }, programs, password) {
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
  if (made.status !== 0) throw failed(folder, (made.stderr || made.error?.message || '').trim(), `initdb failed in ${draft}: `);
  renameSync(draft, cluster);
  log('made a new database cluster');
}

/** Nothing of ours that PostgreSQL or a locale could change its mind by. */
export function cleanEnvironment() {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C', HOME: '/' };
}
