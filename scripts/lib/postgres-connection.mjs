// Talking to the embedded PostgreSQL.
export const ROLE = 'bystack';

export function urlOf(port, password, database) {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}

async function connect(port, password, database) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: urlOf(port, password, database), connectionTimeoutMillis: 3000 });
  // A connection cut by the server's end is no reason to end ourselves.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** @returns {Promise<boolean>} whether the server takes our password and has our database */
export async function answers(port, password) {
  try {
    const client = await connect(port, password, ROLE);
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Makes the database, unless it is there. */
export async function ensureDatabase(port, password) {
  const client = await connect(port, password, 'postgres');
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [ROLE]);
    if (rowCount === 0) await client.query(`create database ${ROLE}`);
  } finally {
    await client.end();
  }
}
