// `npm test`: installs and builds what is missing, then runs every test with jest. Arguments go to jest: `npm test -- libs/sdk`.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { ensureInstalled } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
process.chdir(root);

try {
  await ensureInstalled(root, console.error);
  await ensureBuilt(root, console.error);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, TZ: process.env.TZ ?? 'UTC' } });
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => jest.kill(name));
jest.once('exit', (code, by) => {
  if (by) console.error(`jest ended with ${by}`);
  process.exitCode = code ?? 1;
});
