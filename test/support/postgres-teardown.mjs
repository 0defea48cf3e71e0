// jest globalTeardown: stops the run's server, if one was started, and removes the folder.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopProcess } from '../../scripts/lib/processes.mjs';

export default async function tearDown() {
  const folder = process.env.BYSTACK_TEST_RUN;
  const ready = join(folder, 'ready.json');
  if (existsSync(ready)) await stopProcess(JSON.parse(readFileSync(ready, 'utf8')).ownerPid, [['SIGTERM', 20_000], ['SIGKILL', 2_000]]);
  rmSync(folder, { recursive: true, force: true });
}
