// `npm run fuzz`: changed bytes for every decoder (test/fuzz). The decoders run in a thread of their own, so that one that hangs is seen, with what it hangs on.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runWatched, tellInput } from './lib/watched-decoders.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const load = (name) => createRequire(import.meta.url)(`${root}/dist/test/fuzz/${name}.js`);
/** Inputs for one decoder before it is the next one's turn. */
const SHARE = 250;
/** Nothing a decoder is given takes it more than milliseconds. */
const HANGS_AFTER_MS = 20_000;
const SHOWN_BYTES = 2_000;
const HELP = `npm run fuzz -- [--decoder NAME] [--seconds 60 | --rounds N] [--seed 1] [--json]

  --decoder  only those with this in their name
  --seconds  how long                  --rounds  instead: so often ${SHARE} inputs for each decoder; with a seed they are always the same
  --seed     of the changes            --json    end with {"decoders", "inputs", "accepted", "refused", "failures", "mute", "seconds"}

Each input must be refused in the decoder's own way, or accepted and spelt the same when it is encoded again; it must take no more steps and memory
than its length allows. mute: decoders that refused, or accepted, none of it. Fails when anything was found.`;

if (isMainThread) await main();
else work(workerData);

async function main() {
  const strings = Object.fromEntries(['decoder', 'seconds', 'rounds', 'seed'].map((name) => [name, { type: 'string' }]));
  const { values } = parseArgs({ options: { ...strings, json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) return console.log(HELP);
  const log = (line) => process.stderr.write(`${line}\n`);
  await ensureInstalled(root, log);
  await ensureBuilt(root, log, { console: false });
  const whole = (name, fallback) => (values[name] === undefined ? fallback : wholeNumber(name, values[name]));
  const started = process.hrtime.bigint();
  const report = await runWatched(new URL(import.meta.url), { decoder: values.decoder ?? '', seed: whole('seed', 1), rounds: whole('rounds'), seconds: whole('seconds', 60) }, HANGS_AFTER_MS);
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;
  for (const { decoder, kind, what, input } of report.found) console.log(`${decoder}: ${kind}: ${what}\n  ${input.length / 2} bytes: ${input.slice(0, SHOWN_BYTES)}`);
  const { found, ...counts } = report;
  const summary = { ...counts, failures: found.length, seconds };
  console.log(values.json ? JSON.stringify(summary) : `${summary.inputs} inputs for ${summary.decoders} decoders in ${seconds} s (${summary.accepted} accepted, ${summary.refused} refused): ${found.length} failures${summary.mute.length > 0 ? `; mute: ${summary.mute.join(', ')}` : ''}`);
  process.exitCode = found.length + summary.mute.length > 0 ? 1 : 0;
}

function work({ decoder, seed, rounds, seconds, shared }) {
  const targets = load('targets/index').FUZZ_TARGETS.filter((target) => target.decoder.includes(decoder));
  if (targets.length === 0) throw new Error(`no decoder has "${decoder}" in its name`);
  const until = process.hrtime.bigint() + BigInt(seconds) * 1_000_000_000n;
  const goesOn = (round) => (rounds === undefined ? process.hrtime.bigint() < until : round < rounds);
  const { found, ...report } = load('fuzz').fuzz(targets, { seed, share: SHARE, goesOn, onInput: (name, bytes) => tellInput(shared, name, bytes) });
  parentPort.postMessage({ ...report, found: found.map((it) => ({ ...it, input: Buffer.from(it.input).toString('hex') })) });
}

function wholeNumber(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1 on.`);
  return value;
}
