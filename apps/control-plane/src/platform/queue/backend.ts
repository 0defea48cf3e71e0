import Redis from 'ioredis';
import { createPostgresBackend, runMigrations, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import pg from 'pg';
import type { Settings } from '../config';

/** BullMQ's classes take one connection for all queues and workers; which database it is, is decided once, before any queue is made. */
export interface QueueBackend {
  readonly connection: ConnectionOptions;
  close(): Promise<void>;
}

const SCHEMA = 'bullmq';

export async function openQueueBackend(settings: Settings): Promise<QueueBackend> {
  return settings.redisUrl ? onRedis(settings.redisUrl) : onPostgres(settings.databaseUrl);
}

function onRedis(url: string): QueueBackend {
  setDefaultBackendFactory();
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  return { connection: redis as unknown as ConnectionOptions, close: async () => void (await redis.quit()) };
}

/** One shared pool: otherwise each queue and worker opens its own five connections. */
async function onPostgres(url: string): Promise<QueueBackend> {
  setDefaultBackendFactory(createPostgresBackend as never);
  await migrate(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: 6,
    options: `-c search_path=${SCHEMA},public`,
    application_name: 'bystack-queue',
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  return { connection: pool as unknown as ConnectionOptions, close: () => pool.end() };
}

async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client as never, SCHEMA);
  } finally {
    await client.end();
  }
}
