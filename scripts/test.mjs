// `npm test`: installs and builds what is missing, then runs every test with jest; where the machine has a Docker engine to start, the
// suites that need one run with a private engine beside the others. Arguments go to jest and run that one selection: `npm test -- libs/sdk`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { ensureInstalled } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const DOCKER_SUITES = ['apps/node-agent/src/runtimes/docker', 'test/e2e/docker', 'test/e2e/compose'];
const NEVER = ['/node_modules/', '/dist/'];
const children = new Set();
process.chdir(root);

/** @param {string[]} words program and arguments @param {'inherit' | 'ignore'} stdout @param {{ environment?: object, saidAtEnd?: boolean }} how `saidAtEnd`: what it tells comes at once when it has ended @returns {Promise<number>} exit code */
async function run([program, ...args], stdout, { environment = {}, saidAtEnd = false } = {}) {
  const child = spawn(program, args, { stdio: ['inherit', stdout, saidAtEnd ? 'pipe' : 'inherit'], env: { TZ: 'UTC', ...process.env, ...environment } });
  children.add(child);
  const told = [];
  child.stderr?.on('data', (bytes) => told.push(bytes)).once('end', () => process.stderr.write(Buffer.concat(told)));
  const code = await new Promise((settle) => child.once('exit', (status, by) => settle(by ? 1 : status)).once('error', () => settle(1)));
  children.delete(child);
  return code;
}

/** Runs jest and counts. @param {string[]} args @param {string[]} before programs that run it @param {object} how see `run` @returns {Promise<{code: number, passed: number, failed: number, skipped: number}>} */
async function jest(args, before = [], how = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bystack-jest-'));
  const results = join(folder, 'results.json');
  // jest tells its story on stderr; with --json stdout holds only what we read from the file.
  const code = await run([...before, process.execPath, 'node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`, ...args], 'ignore', how);
  const told = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  return { code, passed: told?.numPassedTests ?? 0, failed: (told?.numFailedTests ?? 0) + (told?.numRuntimeErrorTestSuites ?? 0), skipped: (told?.numPendingTests ?? 0) + (told?.numTodoTests ?? 0) };
}

/** Why the suites that need Docker cannot run; undefined when they can. */
function withoutDocker() {
  if (process.getuid?.() !== 0) return 'a private Docker engine needs root';
  const found = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'dockerd')));
  return found ? undefined : 'dockerd is not installed (Debian: docker.io)';
}

async function everything() {
  const without = withoutDocker();
  if (without) console.error(`The tests that need a Docker engine are skipped: ${without}.`);
  const others = jest(['--testPathIgnorePatterns', ...NEVER, ...(without ? [] : DOCKER_SUITES)]);
  if (without) return [await others];
  // They mostly wait for the engine. One after the other: they share it and count what is on it.
  const docker = jest(['--runInBand', ...DOCKER_SUITES], ['test/support/dockerd.sh'], { environment: { BYSTACK_REQUIRE_DOCKER: '1' }, saidAtEnd: true });
  return Promise.all([others, docker]);
}

async function main(args) {
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => children.forEach((child) => child.kill(name)));
  await ensureInstalled(root, console.error);
  await ensureBuilt(root, console.error);
  if (args.length > 0) {
    process.exitCode = await run([process.execPath, 'node_modules/jest/bin/jest.js', ...args], 'inherit');
    return;
  }
  const runs = await everything();
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.exitCode = runs.every(({ code }) => code === 0) ? 0 : 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
