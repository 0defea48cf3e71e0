// jest globalSetup: a folder for this run. The server itself is started by the first test file that asks for a database.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'bystack-test-'));
  chmodSync(folder, 0o711);
  process.env.BYSTACK_TEST_RUN = folder;
  process.env.BYSTACK_TEST_OWNER = String(process.pid);
}
