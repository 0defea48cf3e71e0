import type { DataSourceOptions } from 'typeorm';
import { migrations } from './migrations';
import { SnakeNaming } from './naming';

/** Tables change only through migrations, which run at start, each in a transaction of its own. */
export function databaseOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    migrations,
    migrationsRun: true,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    poolSize: 20,
    applicationName: 'bystack-control-plane',
    // Nobody waits for ever: not for a connection, not for a lock, and not on a transaction whose owner is stuck.
    extra: { connectionTimeoutMillis: 15_000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000 },
  };
}
