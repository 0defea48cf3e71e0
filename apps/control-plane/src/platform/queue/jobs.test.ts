import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../testing/eventually';
import { freePort } from '../../testing/free-port';
import { TestInstallation } from '../../testing/test-installation';
import { Database } from '../db';
import { Jobs } from './jobs';

const WATCH = 'watch-operations';

describe('jobs on PostgreSQL', () => {
  let home: TestInstallation;
  beforeAll(async () => {
    home = await TestInstallation.start();
  });
  afterAll(() => home.close());
  const jobs = () => home.plane.app.get(Jobs);
  const goOn = async () => {
    const before = jobs().runs.get(WATCH) ?? 0;
    await eventually(() => (jobs().runs.get(WATCH) ?? 0) > before, 30_000);
  };

  it('run by the clock, and are told in the metrics', async () => {
    await goOn();
    const { body } = await home.call<string>('GET', '/metrics');
    expect(body).toMatch(/bystack_job_runs\{job="watch-operations"\} [1-9]/);
  });

  it('go on after their connections were cut', async () => {
    const cut = (await home.plane.app
      .get(Database)
      .manager.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bystack-queue' AND datname = current_database()`,
      )) as unknown[];
    expect(cut.length).toBeGreaterThan(0);
    await goOn();
  });

  it('lose nothing with the queue: the next start makes it again', async () => {
    await home.plane.close();
    const { Client } = await import('pg');
    const client = new Client({ connectionString: home.settings.databaseUrl });
    await client.connect();
    await client.query('DROP SCHEMA bullmq CASCADE');
    await client.end();
    await home.start();
    await goOn();
  }, 60_000);
});

const redisServer = spawnSync('redis-server', ['--version']).status === 0;

(redisServer ? describe : describe.skip)('jobs on Redis', () => {
  let redis: ChildProcess;
  let home: TestInstallation;
  const folder = mkdtempSync(join(tmpdir(), 'bystack-redis-'));
  beforeAll(async () => {
    const port = await freePort();
    redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    redis.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await eventually(() => said.includes('Ready to accept connections'));
    home = await TestInstallation.start({ REDIS_URL: `redis://127.0.0.1:${port}` });
  });
  afterAll(async () => {
    await home?.close();
    redis.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('run by the clock, and leave PostgreSQL alone', async () => {
    await eventually(() => (home.plane.app.get(Jobs).runs.get(WATCH) ?? 0) > 1, 30_000);
    expect(
      await home.plane.app.get(Database).manager.query(`SELECT 1 FROM information_schema.schemata WHERE schema_name = 'bullmq'`),
    ).toEqual([]);
  });
});
