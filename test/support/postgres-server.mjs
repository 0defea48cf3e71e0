// Owns the PostgreSQL of one test run: `node postgres-server.mjs FOLDER`. Ends with SIGTERM, or when the run's process is gone.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../scripts/lib/postgres.mjs';
import { isAlive } from '../../scripts/lib/processes.mjs';

const folder = process.argv[2];
const owner = Number(process.env.BYSTACK_TEST_OWNER);

/** Readers see the whole file or none. */
function say(name, value) {
  writeFileSync(join(folder, `${name}.draft`), JSON.stringify(value), { mode: 0o600 });
  renameSync(join(folder, `${name}.draft`), join(folder, name));
}

try {
  const server = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  const stop = async () => {
    await server.stop();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  setInterval(() => {
    if (!isAlive(owner)) void server.stop().then(() => rmSync(folder, { recursive: true, force: true })).then(() => process.exit(0));
  }, 1000);
  say('ready.json', { url: server.url, ownerPid: process.pid });
} catch (error) {
  say('failed.json', { message: error.message });
  process.exitCode = 1;
}
