// Runs the simulator of an engine (libs/chain-core/src/testing/sim/engines.ts): many seeds, a whole space of cases, or planted bugs.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { ensureInstalled } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const sim = `${root}/dist/libs/chain-core/src/testing/sim`;
const load = (name) => createRequire(import.meta.url)(`${sim}/${name}.js`);
/** The first seed that caught each planted bug, and what noticed it. */
const KEPT = `${root}/test/sim/caught.json`;
const SHOWN_MAX = 20;
/** What a process of `runMutant` is started with. */
const ONE_MUTANT = '--one-mutant';
const PROGRESS_EVERY_MS = 10_000;
const HELP = `npm run sim -- [--engine bft] [--seeds 100 | --from 1 --to 100] [--nodes N] [--jobs N] [--twins] [--mutants [--mutant NAME] [--store | --replay]] [--json]

  --engine   what to simulate
  --seeds    how many seeds to run            --from, --to  the first and the last of them
  --nodes    how many nodes (otherwise the seed chooses)
  --jobs     threads (as many as cores)       --json   end with one line of JSON
  --twins    run the complete space of cases of one doubled node instead; with --seeds: so many of them, evenly spread; with --from and --to: these
  --mutants  show instead that each planted bug is caught, within --seeds seeds: those of all engines, unless one is named
  --mutant   only those with this in their name
  --store    keep the seeds that caught them in test/sim/caught.json
  --replay   begin with the seeds that are kept there`;

if (!isMainThread) runShare(workerData);
else if (process.argv[2] === ONE_MUTANT) process.once('message', async (options) => process.send(await catchMutant(options), () => process.disconnect()));
else await main().catch((error) => {
  console.error(error.stack?.includes('dist/') ? error.stack : error.message);
  process.exitCode = 1;
});

/** One thread's share: every `step`-th place from `first` on. A place is a seed or a case. */
async function runShare({ engine: name, mode, first, count, step, options }) {
  const engine = load('engines').SIM_ENGINES[name];
  for (let place = first; place < count; place += step) parentPort.postMessage({ place, result: await runPlace(engine, mode, place, options) });
}

function runPlace(engine, mode, place, { first, nodes, stride }) {
  if (mode === 'twins') return engine.twins.run(Math.floor(first + place * stride));
  return engine.runSeed({ seed: first + place, ...(nodes && { nodes }) });
}

/** A bug in the source is planted while the program is loaded. */
async function catchMutant({ engine, mutant, source, seedsMax, keptSeed }) {
  // Loaded only now: on a fresh checkout the compiler is installed by the main thread first.
  if (source) (await import('./lib/plant-mutant.mjs')).plantMutant(root, source);
  const { [engine]: sim } = load('engines').SIM_ENGINES;
  const planted = source ? { name: mutant, run: async (seed) => (await sim.runSeed({ seed })).violations } : sim.mutants.find(({ name }) => name === mutant);
  return (await load('catch-mutant').catchMutant(planted, seedsMax, keptSeed)) ?? {};
}

async function main() {
  const strings = Object.fromEntries(['seeds', 'from', 'to', 'nodes', 'jobs'].map((name) => [name, { type: 'string' }]));
  const flags = Object.fromEntries(['json', 'mutants', 'store', 'replay', 'twins', 'help'].map((name) => [name, { type: 'boolean' }]));
  const { values } = parseArgs({ options: { engine: { type: 'string' }, mutant: { type: 'string' }, ...strings, ...flags } });
  if (values.help) return console.log(HELP);
  if (!values.mutants) values.engine ??= 'bft';
  const log = (line) => process.stderr.write(`${line}\n`);
  await ensureInstalled(root, log);
  await ensureBuilt(root, log, { console: false });
  const whole = (name, fallback) => wholeNumber(name, values[name] ?? fallback);
  const jobs = whole('jobs', availableParallelism());
  if (values.mutants) return showMutants(values, jobs, whole('seeds', 600));
  const engine = load('engines').SIM_ENGINES[values.engine];
  if (engine === undefined) throw new Error(`--engine is one of: ${Object.keys(load('engines').SIM_ENGINES).join(', ')}.`);
  if (values.twins && engine.twins === undefined) throw new Error(`${values.engine} has no twins.`);
  const options = { nodes: values.nodes && whole('nodes'), ...(values.twins ? casesOf(engine.twins, values) : seedsOf(values)) };
  await showSeeds(values, { mode: values.twins ? 'twins' : 'seeds', count: options.count, jobs, options });
}

/** Seeds one after the other. */
function seedsOf(values) {
  const first = wholeNumber('from', values.from ?? 1);
  const count = values.to === undefined ? wholeNumber('seeds', values.seeds ?? 100) : wholeNumber('to', values.to) - first + 1;
  if (count < 1) throw new Error('--to is not below --from.');
  return { first, count, stride: 1 };
}

/** All cases, some in a row, or so many spread over the space. Numbers begin with 0. */
function casesOf({ size }, values) {
  if (values.from !== undefined || values.to !== undefined) {
    const first = wholeNumber('from', values.from ?? 0, 0);
    const last = Math.min(size - 1, wholeNumber('to', values.to ?? size - 1, 0));
    if (last < first) throw new Error('--to is not below --from.');
    return { first, count: last - first + 1, stride: 1 };
  }
  const count = Math.min(wholeNumber('seeds', values.seeds ?? size), size);
  return { first: 0, count, stride: size / count };
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
async function showMutants(values, jobs, seedsMax) {
  const kept = JSON.parse(readFileSync(KEPT, 'utf8'));
  const mutants = allMutants().filter(({ engine, mutant }) => engine === (values.engine ?? engine) && mutant.includes(values.mutant ?? ''));
  const caught = await runQueue(jobs, mutants, (it) => runMutant({ ...it, seedsMax, keptSeed: values.replay && kept[it.mutant]?.seed }));
  mutants.forEach(({ mutant }, i) => console.log(tellCaught(mutant, caught[i], values.replay ? kept[mutant]?.seed : undefined, seedsMax)));
  const missed = mutants.filter((_, i) => caught[i].seed === undefined).map(({ mutant }) => mutant);
  if (values.store) writeFileSync(KEPT, `${JSON.stringify({ ...(values.engine || values.mutant ? kept : {}), ...Object.fromEntries(mutants.map(({ mutant }, i) => [mutant, caught[i].violation && { seed: caught[i].seed, invariant: caught[i].violation.invariant }])) }, null, 2)}\n`);
  const summary = { mutants: mutants.length, caught: mutants.length - missed.length, missed };
  console.log(values.json ? JSON.stringify(summary) : `${summary.caught} of ${summary.mutants} planted bugs caught`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}

function allMutants() {
  const { SIM_ENGINES } = load('engines');
  const named = Object.entries(SIM_ENGINES).flatMap(([engine, { mutants }]) => mutants.map(({ name }) => ({ engine, mutant: name })));
  return [...named, ...load('source-mutants').SOURCE_MUTANTS.map((source) => ({ engine: source.engine, mutant: source.name, source }))];
}

function tellCaught(mutant, { seed, violation }, keptSeed, seedsMax) {
  if (seed === undefined) return `MISSED in ${seedsMax} seeds: ${mutant}`;
  return `seed ${seed}${keptSeed === undefined || keptSeed === seed ? '' : ` (no longer ${keptSeed})`}, ${violation.invariant}: ${mutant}`;
}

/** In a process of its own: a bug in the source is planted while the program is loaded, and native addons do not bear being loaded in one thread after the other. */
function runMutant(options) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [ONE_MUTANT], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`the process for "${options.mutant}" ended with ${signal ?? code}`)));
    child.send(options);
  });
}

/** @returns what `work` gives for each item, in their order; so many at a time */
async function runQueue(jobs, items, work) {
  const results = [];
  let next = 0;
  const one = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]);
  };
  await Promise.all(Array.from({ length: jobs }, one));
  return results;
}

/** @returns the results in the order of their places, however many threads there were */
async function runAll({ jobs, ...work }) {
  const results = [];
  let [done, bad] = [0, 0];
  const progress = setInterval(() => process.stderr.write(`${done} of ${work.count} done, ${bad} with violations\n`), PROGRESS_EVERY_MS);
  const take = ({ place, result }) => {
    results[place] = result;
    done += 1;
    if (result.violations.length > 0) bad += 1;
  };
  try {
    await Promise.all(Array.from({ length: jobs }, (_, first) => runThread({ ...work, first, step: jobs }, take)));
  } finally {
    clearInterval(progress);
  }
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

function wholeNumber(name, text, least = 1) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name} is a whole number from ${least} on.`);
  return value;
}
