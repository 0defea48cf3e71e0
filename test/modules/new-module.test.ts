import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const COPIED = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts', 'libs', 'apps/chain-node/src', 'apps/control-plane/src', 'templates', 'test/modules/scenarios'];
const LISTS = ['apps/chain-node/src/registry.generated.ts', 'libs/modules-contract/src/index.ts', 'test/modules/scenarios/index.ts', 'libs/sdk/src/modules/module-types.generated.ts'];
const MADE = ['libs/modules-contract/src/guest-book', 'test/modules/scenarios/guest-book.ts'];

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'bystack-new-module-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(clone, path), { recursive: true, filter: (from) => !from.endsWith('node_modules') });
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const install = () => symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
const lists = () => LISTS.map((file) => readFileSync(join(clone, file), 'utf8'));
const made = () => MADE.map((path) => existsSync(join(clone, path)));

function newModule() {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/new-module.mjs', 'guest-book', '--slot', 'contract'], { cwd: clone, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a module is made, and stands in every list', () => {
  install();
  expect(newModule()).toMatchObject({ status: 0, stdout: expect.stringContaining('wrote libs/modules-contract/src/guest-book') });
  expect(made()).toEqual([true, true]);
  for (const list of lists()) expect(list).toMatch(/guest-?book/i);
});

test('a clone without its packages is told what comes first, and stays as it was', () => {
  const before = lists();
  expect(newModule()).toEqual({ status: 1, stdout: '', stderr: 'The packages that modules are made with are not all here: run `npm ci` first, then this again. Nothing was written.\n' });
  expect([made(), lists()]).toEqual([[false, false], before]);
});

test('what cannot be listed is taken away again, and so is its row in every list', () => {
  install();
  const before = lists();
  const broken = join(clone, 'libs/modules-privacy/src/broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'index.ts'), "throw new Error('of somebody else');\nexport const broken = defineModule({});\n");
  const { status, stderr } = newModule();
  expect([status, made()]).toEqual([1, [false, false]]);
  expect(stderr).toContain('No module was made');
  for (const list of lists()) expect(list).not.toMatch(/guest-?book/i);
  rmSync(broken, { recursive: true });
  expect(spawnSync(process.execPath, ['scripts/gen-registry.mjs'], { cwd: clone }).status).toBe(0);
  expect(lists()).toEqual(before);
});

test('what is there already is not written over', () => {
  install();
  writeFileSync(join(clone, MADE[1]), '// mine\n');
  expect(newModule()).toMatchObject({ status: 1, stderr: 'test/modules/scenarios/guest-book.ts exists already\n' });
  expect(readFileSync(join(clone, MADE[1]), 'utf8')).toBe('// mine\n');
});
