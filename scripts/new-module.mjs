// Writes the folder of a new module with a passing test: node scripts/new-module.mjs NAME --slot SLOT
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dailyLimit } from './lib/new-module/daily-limit.mjs';
import { notebook } from './lib/new-module/notebook.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const LIBRARIES = { identity: 'modules-identity', contract: 'modules-contract', privacy: 'modules-privacy', consensus: 'modules-consensus', crosschain: 'modules-crosschain', transactions: 'modules-transactions' };

const [name, ...rest] = process.argv.slice(2);
const slot = rest[rest.indexOf('--slot') + 1];
const library = Object.hasOwn(LIBRARIES, slot ?? '') && rest.includes('--slot') ? LIBRARIES[slot] : undefined;
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? '') || library === undefined) {
  console.error(`usage: npm run new-module -- NAME --slot ${Object.keys(LIBRARIES).join('|')}\nNAME is written like-this.`);
  process.exit(2);
}
const folder = `libs/${library}/src/${name}`;
if (existsSync(folder)) {
  console.error(`${folder} exists already`);
  process.exit(1);
}
const value = name.replace(/-(.)/g, (_match, letter) => letter.toUpperCase());
const title = name.replaceAll('-', ' ');

const { module, test, scenario } = (slot === 'transactions' ? dailyLimit : notebook)({ name, value, title, slot, library });

mkdirSync(folder);
writeFileSync(`${folder}/index.ts`, module);
writeFileSync(`${folder}/${name}.test.ts`, test);
writeFileSync(`test/modules/scenarios/${name}.ts`, scenario);
spawnSync(process.execPath, ['scripts/gen-registry.mjs'], { stdio: 'inherit' });
console.log(`wrote ${folder} and test/modules/scenarios/${name}.ts; next: npx jest ${folder}, then docs/checklists/add-a-module.md`);
