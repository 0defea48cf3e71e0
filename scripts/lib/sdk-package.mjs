// The SDK as a package for programs outside of this checkout: one file of code, the types beside it, and what must be installed with it.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isRequired, oneFile } from './bundle.mjs';
import { filesBelow } from './files-below.mjs';

const ENTRY = 'libs/sdk/src/index.ts';
/** Imports of other parts of the checkout, by the names that tsconfig.json gives them. */
const OWN = /(from |import\()(['"])(@bystack\/[^'"]+)\2/g;

/**
 * @param {string} root of the checkout
 * @param {string} into folder that becomes the package: a new one, an empty one, or an earlier package, which goes
 */
export async function sdkPackage(root, into) {
  if (!mayReplace(into)) throw new Error(`${into} holds something else: name a folder that is new, or empty.`);
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const output = await oneFile(root, ENTRY, into, 'index.cjs');
  await writeTypes(root, join(into, 'types'));
  for (const file of ['README.md', '../../LICENSE']) cpSync(join(root, 'libs/sdk', file), join(into, file.split('/').pop()));
  writeFileSync(join(into, 'package.json'), `${JSON.stringify(manifest(root, output), null, 2)}\n`);
}

/** Whatever else lies there is somebody's. */
function mayReplace(folder) {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return true;
  const manifestFile = join(folder, 'package.json');
  return existsSync(manifestFile) && existsSync(join(folder, 'index.cjs')) && readJson(manifestFile).name === '@bystack/sdk';
}

function manifest(root, output) {
  const { name, version, license } = readJson(join(root, 'libs/sdk/package.json'));
  const { dependencies, engines } = readJson(join(root, 'package.json'));
  const needed = Object.keys(dependencies).filter((each) => isRequired(output, each));
  return { name, version, description: 'Typed client, local signing and offline verification.', license, engines, main: 'index.cjs', types: `types/${ENTRY.replace('.ts', '.d.ts')}`, dependencies: Object.fromEntries(needed.map((each) => [each, dependencies[each]])) };
}

/** Declarations of the SDK and of all that its own name, with imports that lead from file to file. */
async function writeTypes(root, into) {
  const { default: ts } = await import('typescript');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [ENTRY] }, ts.sys, root);
  const ambient = 'libs/chain-core/src/crypto/sodium-native.d.ts';
  const program = ts.createProgram([join(root, ENTRY), join(root, ambient)], { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: root, outDir: into, types: ['node'] });
  const { diagnostics } = program.emit();
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, { getCanonicalFileName: String, getCurrentDirectory: () => root, getNewLine: () => '\n' }));
  for (const file of filesBelow(into)) writeFileSync(file, readFileSync(file, 'utf8').replace(OWN, (_, before, quote, name) => `${before}${quote}${pathTo(options.paths, name, dirname(file), into)}${quote}`));
}

function pathTo(paths, name, from, into) {
  const exact = paths[name]?.[0];
  const [pattern, [place]] = exact ? [name, [exact]] : Object.entries(paths).find(([each]) => each.endsWith('*') && name.startsWith(each.slice(0, -1)));
  const target = relative(from, join(into, place.replace('*', name.slice(pattern.length - 1)), exact ? 'index' : ''));
  return target.startsWith('.') ? target : `./${target}`;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
