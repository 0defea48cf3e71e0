// Writes the folder of a new module with a passing test: node scripts/new-module.mjs NAME --slot SLOT
// Whatever is in the way is said before anything is written, and what was written is taken away again when the registry cannot be.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './lib/install.mjs';
import { dailyLimit } from './lib/new-module/daily-limit.mjs';
import { notebook } from './lib/new-module/notebook.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const LIBRARIES = { identity: 'modules-identity', contract: 'modules-contract', privacy: 'modules-privacy', consensus: 'modules-consensus', crosschain: 'modules-crosschain', transactions: 'modules-transactions' };

const [name, ...rest] = process.argv.slice(2);
const slot = rest[rest.indexOf('--slot') + 1];
const library = Object.hasOwn(LIBRARIES, slot ?? '') && rest.includes('--slot') ? LIBRARIES[slot] : undefined;
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? '') || library === undefined) end(2, `usage: npm run new-module -- NAME --slot ${Object.keys(LIBRARIES).join('|')}\nNAME is written like-this.`);
const folder = `libs/${library}/src/${name}`;
const scenarioFile = `test/modules/scenarios/${name}.ts`;
for (const path of [folder, scenarioFile]) if (existsSync(path)) end(1, `${path} exists already`);
if (!isInstalled('.')) end(1, 'The packages that modules are made with are not all here: run `npm ci` first, then this again. Nothing was written.');

const value = name.replace(/-(.)/g, (_match, letter) => letter.toUpperCase());
const title = name.replaceAll('-', ' ');
const { module, test, scenario } = (slot === 'transactions' ? dailyLimit : notebook)({ name, value, title, slot, library });
try {
  mkdirSync(folder);
  writeFileSync(`${folder}/index.ts`, module);
  writeFileSync(`${folder}/${name}.test.ts`, test);
  writeFileSync(scenarioFile, scenario);
  if (!writeRegistry('inherit')) throw new Error('the registry could not be written; the reason is above');
} catch (error) {
  for (const path of [folder, scenarioFile]) rmSync(path, { recursive: true, force: true });
  writeRegistry('ignore'); // Its lists are written even where the types of some module cannot be: without the new one again.
  end(1, `No module was made: ${error.message}. Nothing of it is left.`);
}
console.log(`wrote ${folder} and ${scenarioFile}; next: npx jest ${folder}, then docs/checklists/add-a-module.md`);

function writeRegistry(stdio) {
  return spawnSync(process.execPath, ['scripts/gen-registry.mjs'], { stdio }).status === 0;
}

function end(code, sentence) {
  console.error(sentence);
  process.exit(code);
}
