// Builds dist/ when the sources are not those of the last build: by a stamp over names, sizes and times, one for the programs and one for the console.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';

const PROGRAMS = ['apps/chain-node', 'apps/control-plane', 'apps/node-agent', 'libs', 'test', 'scripts/build.mjs', 'scripts/lib/bundle.mjs', 'scripts/lib/bundle', 'scripts/swc-options.mjs', 'tsconfig.json', 'package-lock.json'];
const CONSOLE = ['apps/admin-console', 'libs/api', 'scripts/build.mjs', 'package-lock.json'];

/** @param {string} root @param {(line: string) => void} say @param {{console?: boolean}} [options] `console: false` leaves the pages out @returns {Promise<boolean>} whether it built */
export function ensureBuilt(root, say, options = {}) {
  return alone(`build ${root}`, () => buildIfNeeded(root, say, options), say);
}

async function buildIfNeeded(root, say, options) {
  const programs = stampOf(root, PROGRAMS);
  const pages = stampOf(root, CONSOLE);
  const programsFresh = readStamp(root, 'programs') === programs;
  const pagesFresh = options.console === false || !existsSync(join(root, 'apps/admin-console/index.html')) || (readStamp(root, 'console') === pages && existsSync(join(root, 'dist/apps/admin-console/index.html')));
  if (programsFresh && pagesFresh) return false;
  say(pagesFresh ? 'building the programs …' : 'building the programs and the console …');
  await build(root, pagesFresh ? ['--no-console'] : []);
  writeStamp(root, 'programs', programs);
  if (!pagesFresh) writeStamp(root, 'console', pages);
  return true;
}

function stampOf(root, places) {
  const sum = createHash('sha256');
  for (const place of places) {
    for (const file of filesOf(join(root, place))) {
      const { size, mtimeMs } = statSync(file);
      sum.update(`${file.slice(root.length)} ${size} ${mtimeMs}\n`);
    }
  }
  return sum.digest('hex');
}

function filesOf(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !file.includes('/node_modules/'))
    .sort();
}

const stampFile = (root, name) => join(root, 'dist', `.built-${name}`);

function readStamp(root, name) {
  return existsSync(stampFile(root, name)) ? readFileSync(stampFile(root, name), 'utf8') : '';
}

function writeStamp(root, name, value) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile(root, name), value);
}

function build(root, args) {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [join(root, 'scripts/build.mjs'), ...args], { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
    child.once('error', fail);
    child.once('exit', (code, by) => (code === 0 ? settle() : fail(new Error(`The build ended with ${by ?? `code ${code}`}; its messages are above.`))));
  });
}
