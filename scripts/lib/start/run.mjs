// The course of `npm start`: options → the folder is ours → installed → built → running → stopped by a signal.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../build-if-needed.mjs';
import { ensureInstalled } from '../install.mjs';
import { say } from './console-lines.mjs';
import { lockDataFolder, makeDataFolder } from './data-folder.mjs';
import { HELP, readOptions, UsageError } from './options.mjs';
import { stopOrphan } from './orphan.mjs';
import { isFree } from './ports.mjs';
import { isOrphan, Stopper } from './stopper.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** @param {string[]} args what stands after `npm start --` */
export async function run(args) {
  // A closed terminal takes no more lines; that must not stop the stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    const options = readOptions(args, root);
    if (options.help) console.log(HELP);
    else await bringUp(options);
  } catch (error) {
    console.error(`\nBystack did not start. ${error.message}`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}

async function bringUp(options) {
  const data = makeDataFolder(options.data);
  const facts = { pid: process.pid };
  const stopper = new Stopper(() => rmSync(readyFile(data), { force: true }));
  await lockDataFolder(data, () => ({ ...facts, stopping: stopper.stopping || isOrphan() }), say);
  for (const name of ['node-agent', 'control-plane']) await stopOrphan(data, name, say);
  // Said before minutes are spent on installing.
  if (options.port !== 0 && !(await isFree(options.port, process.env.HOST || undefined))) throw portTaken(options.port);
  await ensureInstalled(root, say);
  await ensureBuilt(root, say);
  if (options.runtime === 'docker') await (await import('./node-image.mjs')).ensureNodeImage(root, say);
  const { Installation } = await import('./installation.mjs');
  const installation = new Installation({ ...options, root, data, environment: process.env }, { say, giveUp: (error) => stopper.giveUp(error) });
  stopper.watch(installation);
  try {
    await tell(installation, data, facts);
  } catch (error) {
    if (stopper.stopping) return;
    await installation.stop();
    throw explained(error, options.port);
  }
}

async function tell(installation, data, facts) {
  const { url, setupUrl = null, resetUrl } = await installation.start();
  facts.url = url;
  writeFileSync(`${readyFile(data)}.draft`, JSON.stringify({ url, pids: { start: process.pid, ...installation.pids } }), { mode: 0o600 });
  renameSync(`${readyFile(data)}.draft`, readyFile(data));
  await installation.starterDone;
  say(`ready. Data: ${data}. Ctrl-C stops everything.\n`);
  console.log(`  Console    ${url}`);
  if (setupUrl) console.log(`  First sign-in: open this one-time link and choose a password\n             ${setupUrl}`);
  if (resetUrl) console.log(`  New password: open this one-time link within an hour\n             ${resetUrl}`);
  if (resetUrl === null) console.log('  New password: nobody has signed up with this e-mail address.');
  console.log('');
}

function readyFile(data) {
  return join(data, 'run/ready.json');
}

function explained(error, port) {
  if (error.portTaken === undefined) return error;
  if (error.portTaken === port) return portTaken(port);
  return new Error(`Port ${error.portTaken}, where agents connect, is taken by another program. Hosts that have joined know this port: stop that program, or (before any other host has joined) choose another with AGENT_PORT.`);
}

function portTaken(port) {
  return new Error(`Port ${port} is taken by another program. Choose another one: \`npm start -- --port ${port === 7070 ? 8080 : 7070}\` (\`--port 0\` takes any free one).`);
}
