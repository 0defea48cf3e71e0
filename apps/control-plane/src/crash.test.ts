import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { AuditEntry, ChainView, CreatedChain, HostView, NodeView, Operation, Page } from '@bystack/api';
import { testDatabase } from '../../../test/support/postgres';
import { verifyTrail } from './platform/audit';
import type { ReadyLine } from './start-control-plane';
import { eventually } from './testing/eventually';
import { freePort } from './testing/free-port';
import { enrol, FACTS } from './testing/enrol';
import { TestAgent } from './testing/test-agent';
import { send, type Answer } from './testing/test-installation';

const PROGRAM = resolve(__dirname, '../../../dist/apps/control-plane/src/main.js');
const ROUNDS = 4;
const CREATES = 4;

/** Kills the real program at odd moments while chains are being created, and lets the client repeat itself, as clients do. */
describe('a control plane killed in the middle of things', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bystack-crash-'));
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let child: ChildProcess;
  let ready: ReadyLine;
  let ports: { http: number; agents: number };
  let key = '';
  let organisationId = '';
  let agent: TestAgent;

  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error('build first: node scripts/build.mjs --no-console');
    database = await testDatabase();
    ports = { http: await freePort(), agents: await freePort() };
    await start();
    const token = ready.setupUrl?.split('#token=')[1];
    const setup = await send<{ organisationId: string }>(
      ready.url,
      'POST',
      '/api/v1/setup',
      { token, email: 'a@example.org', name: 'Ann', password: 'correct horse battery' },
      {},
    );
    organisationId = setup.body.organisationId;
    const cookie = (setup.headers.get('set-cookie') ?? '').split(';')[0];
    key = (
      await send<{ key: string }>(ready.url, 'POST', '/api/v1/api-keys', { name: 'tests', role: 'owner' }, { cookie, origin: ready.url })
    ).body.key;
    agent = new TestAgent(await enrol(ready.localJoinToken, { ...FACTS, nodesMax: 64 }), { nodesMax: 64 });
    await reconnect();
  }, 60_000);
  afterAll(async () => {
    agent?.close();
    child?.kill('SIGTERM');
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const environment = {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: join(folder, 'data'),
      PORT: String(ports.http),
      AGENT_PORT: String(ports.agents),
      LOG_LEVEL: 'fatal',
      TZ: 'UTC',
    };
    child = spawn(process.execPath, [PROGRAM], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    ready = JSON.parse(
      await new Promise<string>((settle, reject) => lines.once('line', settle).once('close', () => reject(new Error('it did not start')))),
    ) as ReadyLine;
    lines.on('line', () => undefined);
  }

  async function reconnect(): Promise<void> {
    await agent.connect();
    await eventually(async () => (await get<Page<HostView>>('/hosts')).items[0]?.spareKeys > 0);
  }

  const headers = (more: Record<string, string> = {}) => ({ authorization: `Bearer ${key}`, ...more });
  const get = async <T>(path: string) => (await send<T>(ready.url, 'GET', `/api/v1${path}`, undefined, headers())).body;
  const create = (name: string): Promise<Answer<CreatedChain & { code?: string }>> =>
    send(ready.url, 'POST', '/api/v1/chains', { name, template: 'data-confirmation', validators: 1 }, headers({ 'idempotency-key': name }));

  it('makes each chain once, however often it is killed and asked again', async () => {
    const names: string[] = [];
    const told = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const mine = Array.from({ length: CREATES }, (_, index) => `r${round}-${index}`);
      names.push(...mine);
      const first = mine.map((name) =>
        create(name).then(
          ({ status, body }) => void (status === 202 && told.set(name, body.chain.chainId)),
          () => undefined,
        ),
      );
      await new Promise((settle) => setTimeout(settle, round * 17));
      child.kill('SIGKILL');
      await new Promise((settle) => child.once('exit', settle));
      await Promise.all(first);
      await start();
      await reconnect();
      for (const name of mine) {
        const { status, body } = await create(name);
        expect([name, status, body.code]).toEqual([name, 202, undefined]);
        // What was answered before the kill is what is answered after it.
        expect(told.get(name) ?? body.chain.chainId).toBe(body.chain.chainId);
        told.set(name, body.chain.chainId);
      }
    }
    const chains = (await get<Page<ChainView>>('/chains')).items;
    expect(chains.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(chains.map(({ chainId }) => chainId).sort()).toEqual([...told.values()].sort());
    await eventually(
      async () => (await get<Page<Operation>>('/operations?limit=200')).items.every(({ state }) => state === 'succeeded'),
      20_000,
    );
    const keys = (await Promise.all(chains.map(async ({ chainId }) => (await get<Page<NodeView>>(`/chains/${chainId}/nodes`)).items)))
      .flat()
      .map(({ nodeKey }) => nodeKey);
    expect(new Set(keys).size).toBe(names.length);
    expect([...agent.nodes.values()].map(({ nodeKey }) => nodeKey).sort()).toEqual(keys.sort());
  }, 120_000);

  it('stops cleanly when it is asked to, whoever is still listening', async () => {
    const stream = drain(await fetch(`${ready.url}/api/v1/events`, { headers: headers() }));
    const ended = new Promise<number | null>((settle) => child.once('exit', settle));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await stream;
    await start();
    await reconnect();
  }, 30_000);

  it('leaves an audit trail that holds, with one entry for each chain', async () => {
    const trail: AuditEntry[] = [];
    for (let before = ''; ;) {
      const page: Page<AuditEntry> = await get<Page<AuditEntry>>(`/audit?limit=50${before}`);
      trail.push(...page.items);
      if (page.next === undefined) break;
      before = `&before=${page.next}`;
    }
    expect(verifyTrail(organisationId, trail.reverse())).toBeUndefined();
    expect(trail.filter(({ action }) => action === 'chain.create')).toHaveLength(ROUNDS * CREATES);
  });
});

/** Reads an answer to its end. */
async function drain(response: Response): Promise<void> {
  for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>);
}
