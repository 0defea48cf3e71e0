// One program of apps/ as one file (it starts faster than its hundreds), with the packages that hold native code beside it.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const START_CACHED = fileURLToPath(new URL('bundle/start-cached.cjs', import.meta.url));

/** Packages that load a compiled file by a path of their own and so cannot be put into one file. */
const NATIVE = ['sodium-native', 'classic-level', '@chainsafe/blst'];
/** Optional packages of others that are not installed or not wanted. */
const LEFT_OUT = ['cpu-features', 'pg-native', 'bufferutil', 'utf-8-validate'];

/** What programs run on other threads: a file each, beside main.cjs, under the name it has among the sources. */
const THREADS = { 'chain-node': ['libs/chain-core/src/node/signature-worker'] };

/**
 * @param {string} root of the checkout
 * @param {string} app folder under apps/
 * @param {string} into folder that will hold main.cjs, the files of threads and package.json; emptied first
 * @param {{inCheckout?: boolean}} [options] `inCheckout`: the installed packages are found from there, and code that was compiled may be kept beside the program
 */
export async function bundle(root, app, into, { inCheckout = false } = {}) {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const output = await oneFile(root, join('apps', app, 'src/main.ts'), into, inCheckout ? 'program.cjs' : 'main.cjs');
  if (inCheckout) copyFileSync(START_CACHED, join(into, 'main.cjs'));
  for (const thread of THREADS[app] ?? []) output.push(...(await oneFile(root, `${thread}.ts`, into, `${basename(thread)}.js`)));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(into, 'package.json'), JSON.stringify({ name: `bystack-${app}`, version }));
  if (!inCheckout) for (const name of NATIVE.filter((each) => isRequired(output, each))) copyPackage(join(root, 'node_modules'), name, join(into, 'node_modules'));
}

/** Whether what was bundled requires a package. Some are required only when they are needed: the text shows those too. */
export function isRequired(output, name) {
  return output.some(({ code = '' }) => code.includes(`require("${name}")`) || code.includes(`require('${name}')`));
}

export async function oneFile(root, input, into, name) {
  const build = await rolldown({ input: join(root, input), cwd: root, platform: 'node', external: [...NATIVE, ...LEFT_OUT], tsconfig: join(root, 'tsconfig.json'), logLevel: 'silent' });
  const { output } = await build.write({ dir: into, format: 'cjs', entryFileNames: name, codeSplitting: false });
  await build.close();
  const file = join(into, name);
  writeFileSync(file, escaped(readFileSync(file, 'utf8')));
  return output;
}

/** One character beyond Latin-1 would make V8 keep the whole text at two bytes a character; what is ASCII is also read the quickest way. */
function escaped(code) {
  return code.replace(/[^\u0000-\u007f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Copies an installed package and all it depends on; of compiled files only those for this platform. */
export function copyPackage(modules, name, into) {
  const from = join(modules, name);
  const to = join(into, name);
  if (existsSync(to) || !existsSync(from)) return;
  const prebuilt = `${process.platform}-${process.arch}`;
  const wanted = (path) => {
    const [first, second] = path.slice(from.length + 1).split(sep);
    if (['deps', 'test', 'docs', 'node_modules'].includes(first)) return false;
    return first !== 'prebuilds' || second === undefined || second === prebuilt;
  };
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true, filter: wanted });
  // Of optional ones those are here that are for this platform.
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const nested = join(from, 'node_modules', dependency);
    if (existsSync(nested)) copyPackage(join(from, 'node_modules'), dependency, join(to, 'node_modules'));
    else copyPackage(modules, dependency, into);
  }
}
