// `npm run check`: what must hold besides the tests. Every row runs, so that one run shows everything that is wrong.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

const failed = rows.filter(([name, [command, ...args]]) => {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) console.log((stdout + stderr).trim().split('\n').slice(0, 120).join('\n'));
  return status !== 0;
});
if (lockNamesRegistry()) failed.push(['lock file names a registry address']);
for (const [name] of failed.slice(-1)) if (name.startsWith('lock')) console.log(`FAILED ${name}`);
process.exit(failed.length === 0 ? 0 : 1);

/** The compiler remembers what it has looked at, so that only what depends on a change is looked at again. */
function onlyChanged(name) {
  return ['--noEmit', '--incremental', '--tsBuildInfoFile', `.cache/check/${name}.tsbuildinfo`];
}

function lockNamesRegistry() {
  return existsSync('package-lock.json') && /"resolved": "https?:/.test(readFileSync('package-lock.json', 'utf8'));
}
