// Runs the simulator: npm run sim -- --engine bft --seeds 1000 [--first 1] [--nodes n] [--jobs n] [--mutants] [--json]
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = `${root}dist/libs/chain-core/src/testing/sim/run-seed.js`;
const HELP = `npm run sim -- [--engine bft] [--seeds 100] [--first 1] [--nodes N] [--jobs 1] [--json] [--build]
  --seeds   how many seeds to run     --first  the first of them
  --nodes   committee size (otherwise the seed chooses)
  --jobs    threads                   --json   end with one line of JSON
  --mutants show instead that each planted bug is caught, within --seeds seeds
  --build   build first (done anyway when there is no build)`;

/** Runs every `step`-th seed from `first` on. */
function runSeeds({ first, count, step, nodes }) {
  const { runSeed } = createRequire(import.meta.url)(built);
  for (let i = 0; i < count; i += step) {
    const result = runSeed({ seed: first + i, ...(nodes === undefined ? {} : { nodes }) });
    parentPort.postMessage({ ...result, index: i });
  }
}

if (!isMainThread) {
  runSeeds(workerData);
} else {
  await main();
}

async function main() {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'bft' }, seeds: { type: 'string', default: '100' }, first: { type: 'string', default: '1' },
      nodes: { type: 'string' }, jobs: { type: 'string', default: '1' }, json: { type: 'boolean' }, mutants: { type: 'boolean' }, build: { type: 'boolean' }, help: { type: 'boolean' },
    },
  });
  if (values.help || values.engine !== 'bft') {
    console.log(HELP);
    process.exit(values.help ? 0 : 2);
  }
  if (values.build || !existsSync(built)) spawnSync(process.execPath, [`${root}scripts/build.mjs`, '--no-console'], { stdio: ['ignore', process.stderr, 'inherit'] });

  if (values.mutants) return runMutants(Number(values.seeds), values.json);

  const [seeds, first, jobs] = [Number(values.seeds), Number(values.first), Number(values.jobs)];
  const nodes = values.nodes === undefined ? undefined : Number(values.nodes);
  const started = process.hrtime.bigint();
  const results = [];
  await Promise.all(Array.from({ length: jobs }, (_, job) => runJob(results, { first: first + job, count: seeds - job, step: jobs, nodes }, job)));
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;

  const hash = createHash('sha256');
  for (const result of results) hash.update(result.traceHash);
  const violations = results.filter((result) => result.violations.length > 0);
  for (const { seed, violations: found } of violations.slice(0, 20)) console.log(`seed ${seed}: ${found[0].invariant}: ${found[0].what}`);
  const unfinished = results.filter((result) => !result.isFinished && result.violations.length === 0).length;
  const summary = { seeds: results.length, violations: violations.length, unfinished, seconds, traceHash: hash.digest('hex').slice(0, 32) };
  console.log(values.json ? JSON.stringify(summary) : `${seeds} seeds in ${seconds} s: ${summary.violations} violations, ${unfinished} unfinished; trace ${summary.traceHash}`);
  process.exit(summary.violations + unfinished > 0 ? 1 : 0);
}

/** Says for each planted bug which invariant noticed it, and at which seed. */
function runMutants(seedsMax, json) {
  const load = createRequire(import.meta.url);
  const { PLANTED_BUGS } = load(built.replace('run-seed', 'planted-bugs'));
  const { runPlantedBug } = load(built.replace('run-seed', 'run-planted-bug'));
  const missed = [];
  for (const bug of PLANTED_BUGS) {
    const { seed, violation } = runPlantedBug(bug, seedsMax);
    if (seed === undefined) missed.push(bug.name);
    console.log(seed === undefined ? `MISSED in ${seedsMax} seeds: ${bug.name}` : `seed ${seed}, ${violation.invariant}: ${bug.name}`);
  }
  const summary = { mutants: PLANTED_BUGS.length, caught: PLANTED_BUGS.length - missed.length, missed };
  console.log(json ? JSON.stringify(summary) : `${summary.caught} of ${summary.mutants} planted bugs caught`);
  process.exit(missed.length > 0 ? 1 : 0);
}

function runJob(results, options, job) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: options });
    worker.on('message', (result) => (results[result.index + job] = result));
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
}
