import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Me, Problem } from '@bystack/api';
import { testDatabase } from '../../../../test/support/postgres';
import { readSettings, type Settings } from '../platform/config';
import { startControlPlane, type ControlPlane } from '../start-control-plane';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}
export type Call = <T = Problem>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer<T>>;

/** A control plane on a database of its own, with an administrator. Can be stopped and started again on the same data. */
export class TestInstallation {
  plane!: ControlPlane;
  key = '';
  me!: Me;
  cookie = '';

  private constructor(
    private readonly folder: string,
    private readonly database: { readonly url: string; drop(): Promise<void> },
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<TestInstallation> {
    const made = new TestInstallation(mkdtempSync(join(tmpdir(), 'bystack-cp-')), await testDatabase(), environment);
    await made.restart();
    await made.#setUp();
    return made;
  }

  get settings(): Settings {
    return readSettings({
      DATABASE_URL: this.database.url,
      DATA_DIR: join(this.folder, 'data'),
      PORT: '0',
      AGENT_PORT: '0',
      LOG_LEVEL: 'fatal',
      RATE_SIGN_IN_PER_MINUTE: '100',
      CONSOLE_DIR: join(this.folder, 'console'),
      ...this.environment,
    });
  }

  get dataDir(): string {
    return this.settings.dataDir;
  }

  async restart(): Promise<void> {
    await this.plane?.close();
    await this.start();
  }

  /** After `plane.close()`. */
  async start(): Promise<void> {
    this.plane = await startControlPlane(this.settings);
  }

  /** As the owner's API key, unless other headers say otherwise. */
  readonly call: Call = (method, path, body, headers = { authorization: `Bearer ${this.key}` }) =>
    send(this.plane.ready.url, method, `/api/v1${path}`, body, headers);

  async joinToken(): Promise<string> {
    return (await this.call<{ token: string }>('POST', '/hosts/join-tokens')).body.token;
  }

  async close(): Promise<void> {
    await this.plane.close();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #setUp(): Promise<void> {
    const token = this.plane.ready.setupUrl?.split('#token=')[1];
    const signedIn = await this.call<Me>(
      'POST',
      '/setup',
      { token, email: 'Ann@example.org', name: 'Ann', password: 'correct horse battery', organisation: 'Acme' },
      {},
    );
    this.me = signedIn.body;
    this.cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0];
    const made = await this.call<{ key: string }>(
      'POST',
      '/api-keys',
      { name: 'tests', role: 'owner' },
      { cookie: this.cookie, origin: this.plane.ready.url },
    );
    this.key = made.body.key;
  }
}

/** `body` as a string is sent as it is. */
export async function send<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer<T>> {
  const raw = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: { ...(raw === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: raw,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (/json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as T,
  };
}
