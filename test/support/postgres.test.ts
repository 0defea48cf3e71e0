import { Client } from 'pg';
import { testDatabase, type TestDatabase } from './postgres';

const opened: TestDatabase[] = [];
const open = async (...args: Parameters<typeof testDatabase>) => {
  const database = await testDatabase(...args);
  opened.push(database);
  return database;
};
afterAll(() => Promise.all(opened.map((database) => database.drop())));

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a test file gets an empty database of its own', async () => {
  const [one, two] = await Promise.all([open(), open()]);
  await ask(one.url, 'create table mine (id int)');
  expect(await ask(two.url, "select to_regclass('mine') as found")).toEqual([{ found: null }]);
});

test('a template is prepared once and copied', async () => {
  let prepared = 0;
  const template = { name: 'support_test', prepare: async (url: string) => void (prepared += 1, await ask(url, 'create table seeded as select 7 as n')) };
  const copies = await Promise.all([open(template), open(template), open(template)]);
  expect(prepared).toBe(1);
  for (const { url } of copies) expect(await ask(url, 'select n from seeded')).toEqual([{ n: 7 }]);
});

test('what a template failed to prepare is made anew', async () => {
  const broken = { name: 'support_broken', prepare: async () => Promise.reject(new Error('half-way')) };
  await expect(testDatabase(broken)).rejects.toThrow('half-way');
  const repaired = { name: 'support_broken', prepare: async (url: string) => void (await ask(url, 'create table whole (id int)')) };
  expect(await ask((await open(repaired)).url, 'select count(*)::int as n from whole')).toEqual([{ n: 0 }]);
});

test('a dropped database is gone, also while it is in use', async () => {
  const database = await testDatabase();
  const client = new Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  await database.drop();
  await expect(ask(database.url, 'select 1')).rejects.toThrow('does not exist');
});
