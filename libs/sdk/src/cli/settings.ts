import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalError } from './exit';

export const DEFAULT_URL = 'http://127.0.0.1:7070';

/** What `bystack login` keeps, readable by its owner only. */
export interface Login {
  readonly url: string;
  readonly apiKey: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

function loginFile(environment: Environment): string {
  return join(environment.XDG_CONFIG_HOME || join(environment.HOME || homedir(), '.config'), 'bystack', 'login.json');
}

function readLogin(environment: Environment): Login | undefined {
  const file = loginFile(environment);
  if (!existsSync(file)) return undefined;
  try {
    const { url, apiKey } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Login>;
    if (typeof url === 'string' && typeof apiKey === 'string') return { url, apiKey };
  } catch {
    // Said below: a file that cannot be parsed is a file that says nothing.
  }
  throw new LocalError('LOGIN_UNREADABLE', `${file} cannot be read; run \`bystack login\` again.`);
}

export function saveLogin(environment: Environment, login: Login): string {
  const file = loginFile(environment);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.draft`, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.draft`, 0o600);
  renameSync(`${file}.draft`, file);
  return file;
}

export function forgetLogin(environment: Environment): boolean {
  const file = loginFile(environment);
  const existed = existsSync(file);
  rmSync(file, { force: true });
  return existed;
}

/** A key is sent only to the address it was given for: another `--url` needs its own BYSTACK_API_KEY. @throws LocalError NOT_LOGGED_IN */
export function connection(environment: Environment, urlOption: string | undefined): { url: string; apiKey: string | undefined } {
  const login = environment.BYSTACK_API_KEY && (urlOption || environment.BYSTACK_URL) ? undefined : readLogin(environment);
  const url = urlOption ?? environment.BYSTACK_URL ?? login?.url ?? DEFAULT_URL;
  const apiKey = environment.BYSTACK_API_KEY || (login && sameAddress(login.url, url) ? login.apiKey : undefined);
  if (!apiKey) throw new LocalError('NOT_LOGGED_IN', `No API key for ${url}. Make one in the console and run \`bystack login --url ${url}\`, or set BYSTACK_API_KEY.`);
  return { url, apiKey };
}

function sameAddress(a: string, b: string): boolean {
  return a.replace(/\/+$/, '') === b.replace(/\/+$/, '');
}
