// Starts program.cjs, which lies beside this file, with the code that V8 made of it at an earlier start: compiling two megabytes anew is a third of
// what a start takes. Without that code, or where it cannot be kept, everything is as usual.
const { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname, join } = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const { constants, Script } = require('node:vm');

/** By then a program has started, and what it needs for that is compiled. */
const KEEP_AFTER_MS = 3_000;

const program = join(__dirname, 'program.cjs');
const { mtimeMs, size } = statSync(program);
// V8 compares itself, its flags and the processor, but of the program only the length.
const kept = join(__dirname, 'code', `${cachedDataVersionTag()}-${size}-${Math.trunc(mtimeMs)}`);
const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
const script = new Script(wrap(readFileSync(program, 'latin1')), { filename: program, cachedData, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
if (cachedData === undefined || script.cachedDataRejected) setTimeout(keep, KEEP_AFTER_MS).unref();

const exported = { exports: {} };
script.runInThisContext()(exported.exports, createRequire(program), exported, program, __dirname);

/** Whole or not at all: others may be starting. */
function keep() {
  try {
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(`${kept}.${process.pid}`, script.createCachedData());
    renameSync(`${kept}.${process.pid}`, kept);
  } catch {
    // A place that cannot be written to: the next start compiles again.
  }
}
