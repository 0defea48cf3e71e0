// What stands after `npm start --`.
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';

export const HELP = `Starts Bystack: installs and builds what is missing, then runs PostgreSQL, the control plane with the console, and a local agent.

  npm start                          on http://127.0.0.1:7070, data in ./data (root: /var/lib/bystack)
  npm start -- --port 8080           the console on another port (0: any free one)
  npm start -- --data DIR            another data folder
  npm start -- --runtime docker      run chain nodes as Docker containers (default: process)
  npm start -- --no-starter          do not make the starter sidechain on the first run
  npm start -- --reset-password EMAIL  also print a one-time link for somebody who forgot their password
  npm start -- --help

From the environment: DATABASE_URL (a PostgreSQL of yours; the embedded one is not started), REDIS_URL (the queue on Redis),
HOST (listen on another address than 127.0.0.1), AGENT_PORT (where agents of other hosts connect; default 7443),
REVOCATIONS_URL (publish lists of revoked certificates, where everybody reaches this installation: https://NAME).
Ctrl-C stops everything it started. Started again, it goes on where it was.`;

export const DEFAULT_PORT = 7070;
export const DEFAULT_AGENT_PORT = 7443;

export class UsageError extends Error {}

/** @param {string[]} args @returns {{help: boolean, data: string, port: number, runtime: 'process' | 'docker', starter: boolean, resetPasswordOf?: string}} @throws {UsageError} */
export function readOptions(args, root) {
  const { values } = parse(args);
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new UsageError(`--port takes a number from 0 to 65535, not “${values.port}”.`);
  if (!['process', 'docker'].includes(values.runtime)) throw new UsageError(`--runtime takes “process” or “docker”, not “${values.runtime}”.`);
  if (values.data === '') throw new UsageError('--data takes a folder.');
  return { help: values.help, data: resolve(values.data ?? defaultData(root)), port, runtime: values.runtime, starter: !values['no-starter'], resetPasswordOf: values['reset-password'] };
}

function parse(args) {
  const string = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  try {
    return parseArgs({ args, strict: true, allowPositionals: false, options: { data: string, port: string, runtime: { ...string, default: 'process' }, 'no-starter': flag, 'reset-password': string, help: { ...flag, short: 'h' } } });
  } catch (error) {
    throw new UsageError(`${error.message.split('. ')[0].replace(/\.$/, '')}. \`npm start -- --help\` lists what there is.`);
  }
}

/** PostgreSQL runs as an unprivileged user under root, and a checkout below /root is closed to it. */
function defaultData(root) {
  return process.getuid?.() === 0 ? '/var/lib/bystack' : resolve(root, 'data');
}
