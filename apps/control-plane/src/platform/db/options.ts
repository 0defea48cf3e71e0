import type { DataSourceOptions } from 'typeorm';
import { migrations } from './migrations';
import { SnakeNaming } from './naming';

/** Tables change only through migrations, which run at start under PostgreSQL's advisory lock of TypeORM's migration table. */
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
  };
}
