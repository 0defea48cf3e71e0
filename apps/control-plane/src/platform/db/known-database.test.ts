import { DataSource } from 'typeorm';
import { testDatabase } from '../../../../../test/support/postgres';
import { openDatabase } from './known-database';
import { databaseOptions } from './options';

it('opens what this version made, and nothing that a newer one has changed', async () => {
  const database = await testDatabase();
  const options = databaseOptions(database.url);
  try {
    await (await openDatabase(options)).destroy();
    await (await openDatabase(options)).destroy();
    const by = await new DataSource({ ...options, migrationsRun: false } as typeof options).initialize();
    await by.query("INSERT INTO migrations (timestamp, name) VALUES (99, 'OfTheFuture99')");
    await by.destroy();
    await expect(openDatabase(options)).rejects.toThrow('The database was changed by a newer version of Bystack (OfTheFuture99). Start that version again, or put back a backup');
  } finally {
    await database.drop();
  }
});
