import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const START_TIMEOUT_MS = 90_000;
const POLL_MS = 25;

export interface TestDatabase {
  readonly url: string;
  /** Cuts its connections and removes it. */
  drop(): Promise<void>;
}

/** What a test file's database begins with. Prepared once in a run, then copied. `prepare` closes every connection it opened. */
export interface TestTemplate {
  readonly name: string;
  prepare(url: string): Promise<void>;
}

/** A fresh database on the run's real PostgreSQL: empty, or a copy of the prepared template. */
export async function testDatabase(template?: TestTemplate): Promise<TestDatabase> {
  const url = await serverUrl();
  const name = `t_${randomBytes(8).toString('hex')}`;
  await withClient(url, async (client) => {
    if (template) await ensureTemplate(client, url, template);
    await client.query(template ? `create database ${name} template ${templateName(template)}` : `create database ${name}`);
  });
  return {
    url: databaseUrl(url, name),
    drop: () => withClient(url, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

/** Address of the run's server (its database `bystack`); starts it when nobody has yet. */
async function serverUrl(): Promise<string> {
  const folder = process.env.BYSTACK_TEST_RUN;
  if (!folder) throw new Error('BYSTACK_TEST_RUN is not set: run tests through jest.config.mjs, whose globalSetup sets it');
  startOnce(folder);
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (existsSync(join(folder, 'ready.json'))) return JSON.parse(readFileSync(join(folder, 'ready.json'), 'utf8')).url;
    if (existsSync(join(folder, 'failed.json'))) throw new Error(JSON.parse(readFileSync(join(folder, 'failed.json'), 'utf8')).message);
    await sleep(POLL_MS);
  }
  throw new Error(`PostgreSQL for tests did not start within ${START_TIMEOUT_MS} ms`);
}

/** mkdir succeeds for exactly one of the workers that race for it. */
function startOnce(folder: string): void {
  try {
    mkdirSync(join(folder, 'starting'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  spawn(process.execPath, [join(__dirname, 'postgres-server.mjs'), folder], { stdio: 'ignore', detached: true }).unref();
}

/** Under an advisory lock, so that workers prepare one template once; marked as a template only when it is complete. */
async function ensureTemplate(client: Client, url: string, template: TestTemplate): Promise<void> {
  const name = templateName(template);
  await client.query('select pg_advisory_lock(hashtext($1))', [name]);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [name]);
    if (rowCount) return;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
    await template.prepare(databaseUrl(url, name));
    await client.query(`alter database ${name} is_template true`);
  } finally {
    await client.query('select pg_advisory_unlock(hashtext($1))', [name]);
  }
}

function templateName({ name }: TestTemplate): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error(`a template's name is lower-case letters, digits and _: ${name}`);
  return `template_${name}`;
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
