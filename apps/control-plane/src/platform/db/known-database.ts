import { DataSource, type DataSourceOptions } from 'typeorm';

/** The database was made, or changed, by a newer version of this software: what this one would write there nobody could foresee. */
export class DatabaseNewer extends Error {
  constructor(readonly migration: string) {
    super(`The database was changed by a newer version of Bystack (${migration}). Start that version again, or put back a backup of the database from before it.`);
    this.name = 'DatabaseNewer';
  }
}

/** Opens the database, and changes its tables to what this version needs. Throws DatabaseNewer before anything is changed. */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const source = await new DataSource({ ...options, migrationsRun: false } as DataSourceOptions).initialize();
  try {
    const known = new Set(source.migrations.map(({ name, constructor }) => name ?? constructor.name));
    const unknown = (await done(source)).find((name) => !known.has(name));
    if (unknown !== undefined) throw new DatabaseNewer(unknown);
    await source.runMigrations({ transaction: 'each' });
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

async function done(source: DataSource): Promise<readonly string[]> {
  const [{ exists }] = await source.query<[{ exists: boolean }]>("SELECT to_regclass('migrations') IS NOT NULL AS exists");
  return exists ? (await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id')).map(({ name }) => name) : [];
}
