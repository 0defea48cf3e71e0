// `npm run bench -- NAME`: runs one benchmark of test/bench (built to dist/test/bench/NAME.js, which exports `bench`).
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { MachineMeter } from './lib/machine-meter.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const whole = (name, fallback, most) => ({ name, fallback, most });
const NUMBERS = [whole('validators', 4, 100), whole('seconds', 20, 86_400), whole('runs', 10, 1000), whole('entries', 10_000_000, 16_000_000), whole('records', 100_000, 10_000_000)];

const HELP = `npm run bench -- NAME [--json] [--validators N] [--seconds N] [--runtime process|docker] [--certificates ed25519|bls] [--runs N] [--entries N] [--records N] [--help]

  NAME          what to measure: ${names().join(', ')}; docs/BENCHMARKS.md explains each
  --json        the last line on stdout is {"bench", "figures", "machine": {"cores", "othersCores"}}
  --validators  seats of the chain (default 4)
  --seconds     how long to put load on it (default 20)
  --runtime     what carries the nodes where an agent does: process (default) or docker
  --certificates  how the chain's validators sign, where the load is the chain's: ed25519 (default) or bls
  --runs        how often to repeat what is measured once a run (default 10)
  --entries     how large a state to make (default 10,000,000)
  --records     how many records a chain has before it is changed (default 100,000)

othersCores is the CPU that everything else on the machine took meanwhile: figures taken beside it are worth less the larger it is.`;

function names() {
  return readdirSync(`${root}/test/bench`).filter((file) => /^[a-z]+\.ts$/.test(file)).map((file) => file.slice(0, -3));
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, runtime: { type: 'string', default: 'process' }, certificates: { type: 'string', default: 'ed25519' }, ...Object.fromEntries(NUMBERS.map(({ name }) => [name, { type: 'string' }])) } });
  if (values.help) return console.log(HELP);
  const [name, ...more] = positionals;
  if (!name || more.length > 0 || !names().includes(name)) throw new Error(`Give one NAME of: ${names().join(', ')}. See --help.`);
  if (!['process', 'docker'].includes(values.runtime)) throw new Error('--runtime is process or docker.');
  if (!['ed25519', 'bls'].includes(values.certificates)) throw new Error('--certificates is ed25519 or bls.');
  const log = (line) => process.stderr.write(`${line}\n`);
  await ensureInstalled(root, log);
  await ensureBuilt(root, log, { console: false });
  // Whatever a benchmark has started ends when this process exits; a signal alone would not say so.
  for (const [name, number] of [['SIGINT', 2], ['SIGTERM', 15]]) process.once(name, () => process.exit(128 + number));
  const { bench } = createRequire(import.meta.url)(`${root}/dist/test/bench/${name}.js`);
  const meter = new MachineMeter();
  const figures = await bench({ ...Object.fromEntries(NUMBERS.map((number) => [number.name, read(number, values)])), runtime: values.runtime, certificates: values.certificates, log });
  const result = { bench: name, figures, machine: meter.stop() };
  if (!values.json) console.log([`${name}:`, ...Object.entries(figures).map(([key, value]) => `  ${key.padEnd(20)} ${value}`), `  machine: ${result.machine.cores} cores, others took ${result.machine.othersCores}`].join('\n'));
  else process.stdout.write(`${JSON.stringify(result)}\n`);
}

function read({ name, fallback, most }, values) {
  const value = values[name] === undefined ? fallback : Number(values[name]);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`--${name} is a whole number from 1 to ${most}.`);
  return value;
}

main().catch((error) => {
  console.error(error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || !error.stack?.includes('dist/') ? error.message : error.stack);
  process.exitCode = 1;
});
