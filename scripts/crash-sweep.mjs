// `npm run crash:sweep`: a real chain node under every fault of its disk, one after the other (test/crash; needs strace).
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { ensureInstalled } from './lib/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const HELP = `npm run crash:sweep [-- --flips N] [--json]

Kills a node at each of its fsyncs, lets fsyncs fail, fills the disk, gives it an old volume back and flips bits in each of its files.

  --flips  flipped bits in each file (default 24)
  --json   end with {"trials", "struck", "violations", "seconds"}`;

async function main() {
  const { values } = parseArgs({ options: { flips: { type: 'string', default: '24' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(HELP);
  const flipsPerFile = Number(values.flips);
  if (!Number.isInteger(flipsPerFile) || flipsPerFile < 0) throw new Error('--flips is a whole number.');
  const log = (line) => process.stderr.write(`${line}\n`);
  await ensureInstalled(root, log);
  await ensureBuilt(root, log, { console: false });
  const started = process.hrtime.bigint();
  const summary = await createRequire(import.meta.url)(`${root}/dist/test/crash/sweep.js`).crashSweep({ flipsPerFile, log });
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;
  console.log(values.json ? JSON.stringify({ ...summary, seconds }) : `${summary.trials} trials (the fault struck in ${summary.struck}) in ${seconds} s: ${summary.violations} violations`);
  process.exitCode = summary.violations > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
