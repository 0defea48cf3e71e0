// Makes node_modules what package-lock.json says. Compared by content, so that a checkout's new time stamps cost nothing.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';

/** @param {string} root @returns {boolean} whether every package of the lock file is there in its version. */
export function isInstalled(root) {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(hidden);
  // Optional packages are for other platforms when they are absent.
  return Object.entries(wanted).every(([path, entry]) => !path.startsWith('node_modules/') || entry.link || (found[path] ? found[path].version === entry.version : entry.optional || entry.devOptional));
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** Runs `npm ci` unless everything is there. @param {string} root @param {(line: string) => void} say @returns {Promise<boolean>} whether it installed */
export async function ensureInstalled(root, say) {
  return !isInstalled(root) && alone(`install ${root}`, () => install(root, say), say);
}

async function install(root, say) {
  if (isInstalled(root)) return false;
  say('installing dependencies (npm ci) …');
  const tick = setInterval(() => say('… still installing'), 15_000);
  try {
    await run(...npmCommand(), ['ci', '--no-audit', '--no-fund', '--loglevel=error'], root);
  } finally {
    clearInterval(tick);
  }
  return true;
}

/** The npm that runs us, else the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.c?js$/.test(script) ? [process.execPath, [script]] : ['npm', []];
}

function run(command, before, args, cwd) {
  return new Promise((settle, fail) => {
    const child = spawn(command, [...before, ...args], { cwd, stdio: ['ignore', process.stderr, process.stderr] });
    child.once('error', () => fail(new Error('npm is not on the path. Install Node.js with npm and try again.')));
    child.once('exit', (code, by) => (code === 0 ? settle() : fail(new Error(`npm ci ended with ${by ?? `code ${code}`}; its messages are above. Check the network and try again.`))));
  });
}
