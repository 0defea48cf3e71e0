import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { testDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { ReadyLine } from '../start-control-plane';
import { freePort } from './free-port';
import { send, type Answer } from './test-installation';

const PROGRAM = resolve(__dirname, '../../../../dist/apps/control-plane/src/main.js');

/** The real program, as a process of its own on a database of its own, with an administrator. It can be killed, and started again on the same data and ports. */
export class KillablePlane {
  ready!: ReadyLine;
  child!: ChildProcess;
  organisationId = '';
  #key = '';

  private constructor(
    private readonly folder: string,
    private readonly database: TestDatabase,
    private readonly ports: { readonly http: number; readonly agents: number },
  ) {}

  static async start(): Promise<KillablePlane> {
    if (!existsSync(PROGRAM)) throw new Error('build first: node scripts/build.mjs --no-console');
    const made = new KillablePlane(mkdtempSync(join(tmpdir(), 'bystack-crash-')), await testDatabase(), { http: await freePort(), agents: await freePort() });
    await made.start();
    await made.#setUp();
    return made;
  }

  async start(): Promise<void> {
    const { database, folder, ports } = this;
    const env = { ...process.env, DATABASE_URL: database.url, DATA_DIR: join(folder, 'data'), PORT: String(ports.http), AGENT_PORT: String(ports.agents), LOG_LEVEL: 'fatal', TZ: 'UTC' };
    this.child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.child.stdout! });
    this.ready = JSON.parse(await new Promise<string>((settle, reject) => lines.once('line', settle).once('close', () => reject(new Error('it did not start'))))) as ReadyLine;
    lines.on('line', () => undefined);
  }

  /** @returns its exit code */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ended = new Promise<number | null>((settle) => this.child.once('exit', settle));
    this.child.kill(signal);
    return ended;
  }

  headers(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { authorization: `Bearer ${this.#key}`, ...more };
  }

  async get<T>(path: string): Promise<T> {
    return (await send<T>(this.ready.url, 'GET', `/api/v1${path}`, undefined, this.headers())).body;
  }

  post<T>(path: string, body: unknown, key: string): Promise<Answer<T>> {
    return send(this.ready.url, 'POST', `/api/v1${path}`, body, this.headers({ 'idempotency-key': key }));
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.end('SIGTERM');
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #setUp(): Promise<void> {
    const { url, setupUrl } = this.ready;
    const person = { token: setupUrl?.split('#token=')[1], email: 'a@example.org', name: 'Ann', password: 'correct horse battery' };
    const { body, headers } = await send<{ organisationId: string }>(url, 'POST', '/api/v1/setup', person, {});
    this.organisationId = body.organisationId;
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0]!;
    this.#key = (await send<{ key: string }>(url, 'POST', '/api/v1/api-keys', { name: 'tests', role: 'owner' }, { cookie, origin: url })).body.key;
  }
}
