// Finds every module (a folder in libs/modules-*/src whose index.ts exports a defineModule value) and writes the lists that programs load, and
// from the modules themselves the types that the SDK has of them.
// `--check` writes nothing and fails when a list is not fresh. Nothing else has to be edited to add a module.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './lib/load-source.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const HEAD = '// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module.\n';
const REGISTRIES = ['apps/chain-node/src/registry.generated.ts', 'apps/control-plane/src/platform/registry.generated.ts', 'libs/sdk/src/cli/registry.generated.ts'];

const folders = (path) => readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
const libraries = folders('libs').filter((name) => name.startsWith('modules-'));

/** The modules of one library, with the name their value is exported under. */
function modulesOf(library) {
  return folders(`libs/${library}/src`).flatMap((folder) => {
    const file = `libs/${library}/src/${folder}/index.ts`;
    const value = existsSync(file) ? /^export const (\w+) = defineModule\b/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return value === undefined ? [] : [{ library, folder, value }];
  });
}

function registry(modules) {
  const byLibrary = libraries.map((library) => ({ library, values: modules.filter((module) => module.library === library).map((module) => module.value).sort() }));
  const imports = byLibrary.filter(({ values }) => values.length > 0).map(({ library, values }) => `import { ${values.join(', ')} } from '@bystack/${library}';`);
  const list = byLibrary.flatMap(({ values }) => values.map((value) => `  ${value},`));
  return [
    `${HEAD}import type { ModuleDefinition } from '@bystack/chain-core/module';`,
    ...imports,
    '\n/** Every module this software can run, of all versions. */',
    'export const MODULES: readonly ModuleDefinition<never>[] = [',
    ...list,
    '];\n',
  ].join('\n');
}

const modules = libraries.flatMap(modulesOf);
const repeated = modules.find(({ value }, index) => modules.findIndex((other) => other.value === value) !== index);
if (repeated !== undefined) {
  console.error(`two modules export "${repeated.value}": give the one in libs/${repeated.library}/src/${repeated.folder} another name`);
  process.exit(1);
}

const files = new Map(libraries.map((library) => [`libs/${library}/src/index.ts`, HEAD + modulesOf(library).map(({ folder }) => `export * from './${folder}';\n`).join('')]));
for (const file of REGISTRIES) files.set(file, registry(modules));

/** Scenarios of the contract suite: one file a module, whose exported values end in Scenario. */
const SCENARIOS = 'test/modules/scenarios';
function scenarioList() {
  const names = readdirSync(SCENARIOS).filter((file) => file.endsWith('.ts') && file !== 'index.ts').sort().map((file) => file.slice(0, -3));
  const found = names.map((name) => ({ name, values: [...readFileSync(`${SCENARIOS}/${name}.ts`, 'utf8').matchAll(/^export const (\w+Scenario)\b/gm)].map(([, value]) => value) }));
  return [
    `${HEAD}import type { ModuleScenario } from '@bystack/chain-core/testing/contract';`,
    ...found.map(({ name, values }) => `import { ${values.join(', ')} } from './${name}';`),
    '\n/** For every version of every module that this software can run; they stay as long as the versions do. */',
    'export const SCENARIOS: readonly ModuleScenario[] = [',
    ...found.flatMap(({ values }) => values.map((value) => `  ${value},`)),
    '];\n',
  ].join('\n');
}
files.set(`${SCENARIOS}/index.ts`, scenarioList());

/** What the SDK knows of each module, and of the kernel. Modules are loaded one by one, for the lists of them may not be fresh. */
const TYPES = 'libs/sdk/src/modules/module-types.generated.ts';
function moduleTypes() {
  const source = (file) => loadSource(resolve(file));
  const { cardOf } = source('apps/control-plane/src/features/modules/module-card.ts');
  const { KERNEL_CARD } = source('apps/control-plane/src/features/modules/kernel-card.ts');
  const cards = modules.map(({ library, folder, value }) => cardOf(source(`libs/${library}/src/${folder}/index.ts`)[value]));
  const { modulesInterface, typesFile } = source('libs/sdk/src/modules/write/modules-file.ts');
  const all = modulesInterface([...cards, KERNEL_CARD], 'What modules take, answer and tell, by NAME@VERSION. Declare more of them in it to add your own.');
  return typesFile('// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module or changing its schemas.', [all], '@bystack/api');
}
try {
  files.set(TYPES, moduleTypes());
} catch (error) {
  console.error(error.code === 'CANNOT_TYPE' ? error.message : error);
  process.exitCode = 1; // The lists are written all the same: they do not depend on what a module says.
}

const stale = [...files].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is not fresh: run \`npm run gen-registry\``);
  process.exit(stale.length === 0 ? process.exitCode : 1);
}
for (const [file, text] of stale) writeFileSync(file, text);
console.log(`${modules.length} modules; ${stale.length === 0 ? 'everything was fresh' : `wrote ${stale.map(([file]) => file).join(', ')}`}`);
