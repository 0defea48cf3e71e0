// npm run pack:sdk [-- DIR]: makes the SDK a package that programs elsewhere install (`npm install DIR`).
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const into = resolve(process.argv[2] ?? `${root}/dist/packages/sdk`);
await ensureInstalled(root, console.log);
// Only now: on a fresh checkout the bundler is not there before.
const { sdkPackage } = await import('./lib/sdk-package.mjs');
try {
  await sdkPackage(root, into);
  console.log(`${into}\nInstall it with: npm install ${into}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
