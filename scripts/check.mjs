// `npm run check`: what must hold besides the tests. Every row runs, so that one run shows everything that is wrong.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const bin = (name) => [process.execPath, `node_modules/${name}`];
const rows = [
  ['types', [...bin('typescript/bin/tsc'), ...onlyChanged('types'), '-p', '.']],
  ['types of the console', [...bin('typescript/bin/tsc'), ...onlyChanged('types-of-console'), '-p', 'apps/admin-console']],
  ['lint and banned calls', [...bin('eslint/bin/eslint.js'), 'apps', 'libs', 'test', '--max-warnings', '0', '--cache', '--cache-strategy', 'content', '--cache-location', '.cache/check/lint']],
  ['boundaries', [...bin('dependency-cruiser/bin/dependency-cruise.mjs'), 'apps', 'libs', '--config', '.dependency-cruiser.cjs']],
  ['registry fresh', [process.execPath, 'scripts/gen-registry.mjs', '--check']],
];

const waiting = [...rows];
const workers = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
  for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) if (!(await holds(row))) process.exitCode = 1;
});
await Promise.all(workers);
if (lockNamesRegistry()) {
  console.log('FAILED lock file names a registry address');
  process.exitCode = 1;
}

/** Runs one row, and says what came of it. @returns whether it ended well */
async function holds([name, [command, ...args]]) {
  const started = Date.now();
  const { error, stdout, stderr } = await new Promise((settle) => execFile(command, args, { encoding: 'utf8', maxBuffer: 64 << 20 }, (error, stdout, stderr) => settle({ error, stdout, stderr })));
  console.log(`${error ? 'FAILED' : 'ok    '} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (error) console.log((stdout + stderr).trim().split('\n').slice(0, 120).join('\n'));
  return !error;
}

/** The compiler remembers what it has looked at, so that only what depends on a change is looked at again. */
function onlyChanged(name) {
  return ['--noEmit', '--incremental', '--tsBuildInfoFile', `.cache/check/${name}.tsbuildinfo`];
}

function lockNamesRegistry() {
  return existsSync('package-lock.json') && /"resolved": "https?:/.test(readFileSync('package-lock.json', 'utf8'));
}
