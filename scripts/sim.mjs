// Runs the simulator of an engine (libs/chain-core/src/testing/sim/engines.ts): many seeds, a whole space of cases, or planted bugs.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { ensureInstalled } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const sim = `${root}/dist/libs/chain-core/src/testing/sim`;
const load = (name) => createRequire(import.meta.url)(`${sim}/${name}.js`);
const SHOWN_MAX = 20;
const HELP = `npm run sim -- [--engine bft] [--seeds 100] [--first 1] [--nodes N] [--jobs 1] [--twins] [--mutants] [--json]

  --engine   what to simulate
  --seeds    how many seeds to run            --first  the first of them
  --nodes    how many nodes (otherwise the seed chooses)
  --jobs     threads                          --json   end with one line of JSON
  --twins    run the complete space of cases of one doubled node instead; with --seeds: so many of them, evenly spread
  --mutants  show instead that each planted bug is caught, within --seeds seeds`;

if (isMainThread) await main();
else runShare(workerData);

/** One thread's share: every `step`-th place from `first` on. A place is a seed, a case or a mutant. */
function runShare({ engine: name, mode, first, count, step, options }) {
  const engine = load('engines').SIM_ENGINES[name];
  for (let place = first; place < count; place += step) parentPort.postMessage({ place, result: runPlace(engine, mode, place, options) });
}

function runPlace(engine, mode, place, { first, nodes, stride, seedsMax }) {
  if (mode === 'twins') return engine.twins.run(Math.floor(place * stride));
  if (mode === 'seeds') return engine.runSeed({ seed: first + place, ...(nodes && { nodes }) });
  return { name: engine.mutants[place].name, ...load('catch-mutant').catchMutant(engine.mutants[place], seedsMax) };
}

async function main() {
  const strings = Object.fromEntries(['seeds', 'first', 'nodes', 'jobs'].map((name) => [name, { type: 'string' }]));
  const flags = Object.fromEntries(['json', 'mutants', 'twins', 'help'].map((name) => [name, { type: 'boolean' }]));
  const { values } = parseArgs({ options: { engine: { type: 'string', default: 'bft' }, ...strings, ...flags } });
  if (values.help) return console.log(HELP);
  const log = (line) => process.stderr.write(`${line}\n`);
  await ensureInstalled(root, log);
  await ensureBuilt(root, log, { console: false });
  const engine = load('engines').SIM_ENGINES[values.engine];
  if (engine === undefined) throw new Error(`--engine is one of: ${Object.keys(load('engines').SIM_ENGINES).join(', ')}.`);
  const whole = (name, fallback) => wholeNumber(name, values[name] ?? fallback);
  const jobs = whole('jobs', 1);
  if (values.mutants) return showMutants(values, engine.mutants.length, jobs, whole('seeds', 400));
  if (values.twins && engine.twins === undefined) throw new Error(`${values.engine} has no twins.`);
  const seeds = values.twins ? Math.min(whole('seeds', engine.twins.size), engine.twins.size) : whole('seeds', 100);
  const options = { first: whole('first', 1), nodes: values.nodes && whole('nodes'), stride: (engine.twins?.size ?? 0) / seeds };
  await showSeeds(values, { mode: values.twins ? 'twins' : 'seeds', count: seeds, jobs, options });
}

async function showSeeds(values, { mode, count, jobs, options }) {
  const started = process.hrtime.bigint();
  const results = await runAll({ engine: values.engine, mode, count, jobs, options });
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;
  const hash = createHash('sha256');
  for (const result of results) hash.update(result.traceHash);
  const bad = results.filter((result) => result.violations.length > 0);
  const unfinished = results.filter((result) => !result.isFinished && result.violations.length === 0);
  for (const { seed, violations } of bad.slice(0, SHOWN_MAX)) console.log(`${mode === 'twins' ? 'case' : 'seed'} ${seed}: ${violations[0].invariant}: ${violations[0].what}`);
  for (const { seed } of unfinished.slice(0, SHOWN_MAX)) console.log(`seed ${seed} did not finish`);
  const summary = { seeds: results.length, violations: bad.length, unfinished: unfinished.length, seconds, traceHash: hash.digest('hex').slice(0, 32) };
  console.log(values.json ? JSON.stringify(summary) : `${summary.seeds} ${mode === 'twins' ? 'cases' : 'seeds'} in ${seconds} s: ${summary.violations} violations, ${summary.unfinished} unfinished; trace ${summary.traceHash}`);
  process.exitCode = summary.violations + summary.unfinished > 0 ? 1 : 0;
}

/** Says for each planted bug which invariant noticed it, and at which seed. */
async function showMutants(values, count, jobs, seedsMax) {
  const caught = await runAll({ engine: values.engine, mode: 'mutants', count, jobs, options: { seedsMax } });
  for (const { name, seed, violation } of caught) console.log(seed === undefined ? `MISSED in ${seedsMax} seeds: ${name}` : `seed ${seed}, ${violation.invariant}: ${name}`);
  const missed = caught.filter(({ seed }) => seed === undefined).map(({ name }) => name);
  const summary = { mutants: count, caught: count - missed.length, missed };
  console.log(values.json ? JSON.stringify(summary) : `${summary.caught} of ${count} planted bugs caught`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}

/** @returns the results in the order of their places, however many threads there were */
async function runAll({ jobs, ...work }) {
  const results = [];
  await Promise.all(Array.from({ length: jobs }, (_, first) => runThread({ ...work, first, step: jobs }, ({ place, result }) => (results[place] = result))));
  return results;
}

function runThread(share, onResult) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: share });
    worker.on('message', onResult);
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
}

function wholeNumber(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1 on.`);
  return value;
}
