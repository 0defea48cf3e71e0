// Compiles apps and libs to dist/ (CommonJS), puts the chain node into one file and, unless --no-console is given, makes the console's pages.
import { transformFile } from '@swc/core';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './lib/bundle.mjs';
import { filesBelow } from './lib/files-below.mjs';
import { swcOptions } from './swc-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

async function compile(file) {
  const out = join('dist', file.replace(/\.ts$/, '.js'));
  const { code, map } = await transformFile(file, { ...swcOptions(), filename: file });
  mkdirSync(dirname(out), { recursive: true });
  writeWhole(`${out}.map`, map);
  writeWhole(out, `${code}\n//# sourceMappingURL=${out.split('/').pop()}.map\n`);
}

/** A program that starts meanwhile reads the old file or the new one, never half of one. */
function writeWhole(file, contents) {
  writeFileSync(`${file}.${process.pid}`, contents);
  renameSync(`${file}.${process.pid}`, file);
}

/** Of sources that are gone: what they left behind would be found instead of a folder of the same name. */
function removeLeftOvers(made) {
  for (const place of ['dist/apps', 'dist/libs', 'dist/test'])
    for (const file of filesBelow(place)) if (/\/src\/.*\.js(\.map)?$/.test(file) && !made.has(file.replace(/\.map$/, ''))) rmSync(file, { force: true });
}

/** As one file it starts in two thirds of the time, which four nodes on one machine feel. */
async function bundleChainNode() {
  const fresh = `dist/programs/chain-node.${process.pid}`;
  await bundle(root, 'chain-node', resolve(fresh), { inCheckout: true });
  exchange(fresh, 'dist/programs/chain-node');
}

/** What is in use stays until the new one is whole. */
function exchange(fresh, place) {
  rmSync(place, { recursive: true, force: true });
  renameSync(fresh, place);
}

function buildConsole() {
  const fresh = `dist/apps/admin-console.${process.pid}`;
  const vite = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'apps/admin-console', '--outDir', resolve(fresh), '--logLevel', 'warn'], { stdio: 'inherit' });
  if (vite.status === 0) exchange(fresh, 'dist/apps/admin-console');
  rmSync(fresh, { recursive: true, force: true });
  return vite.status ?? 1;
}

/** The part of the SDK that checks evidence, for pages of others. */
function buildForBrowsers() {
  const vite = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'libs/sdk', '--config', 'libs/sdk/vite.browser.config.mjs', '--logLevel', 'warn'], { stdio: 'inherit' });
  return vite.status ?? 1;
}

const sources = [...filesBelow('apps'), ...filesBelow('libs'), ...filesBelow('test')].filter((file) => !file.startsWith('apps/admin-console/') && !file.includes('node_modules'));
await Promise.all(sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')).map(compile));
removeLeftOvers(new Set(sources.map((file) => join('dist', file.replace(/\.ts$/, '.js')))));
for (const file of sources.filter((name) => name.endsWith('.json') && name.includes('/src/'))) cpSync(file, join('dist', file));
await bundleChainNode();

if (!process.argv.includes('--no-console') && existsSync('apps/admin-console/index.html')) {
  process.exitCode = buildConsole() || buildForBrowsers();
}
