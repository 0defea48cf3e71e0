import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { json, serving } from '../../client/testing/serving';
import { MODULES } from '../registry.generated';
import { runLine } from '../testing/run-line';

let home: string;
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'bystack-modules-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function modules(...words: string[]) {
  const items = (MODULES as readonly ModuleDefinition[]).map(({ name, version, slot, title, summary, params, needs = [], needsAssets, notAtFounding, errors = {} }) => ({
    name, version, slot, title, summary, params, needs, needsAssets, notAtFounding, errors: Object.entries(errors).map(([code, row]) => ({ code, ...row })),
  }));
  const { url } = await serving(json(200, {}), json(200, { items }));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  return runLine(home, ['modules', ...words]);
}

test('every module is listed with its slot, and answered whole for programs', async () => {
  const { out } = await modules();
  for (const { name, version, slot, title } of MODULES) expect(out).toMatch(new RegExp(`^${slot} +${name}@${version} +${title.en} +${name === 'fee' ? 'by vote only' : 'yes'}$`, 'm'));
  expect(JSON.parse((await modules('--json')).out)).toHaveLength(MODULES.length);
});

test('parameters are told in words, of one version or of every one', async () => {
  const { out } = await modules('quota@2.0.0');
  expect(out).toMatch(/^Quota \(quota@2\.0\.0\), for the slot transactions$/m);
  expect(out).toMatch(/^ {2}perMember\.perMinute\*? +whole number from 0 to 1000000 \(default \d+\) +Transactions a minute/m);
  expect(out).not.toContain('quota@1.0.0');
  expect((await modules('quota')).out).toContain('quota@1.0.0');
  expect((await modules('none')).out).toContain('No parameters.');
});

test('what must be there first is told, and why no chain is founded with one', async () => {
  const { out } = await modules('fee@2.0.0');
  expect(out).toContain('Needs a chain that keeps assets');
  expect(out).toContain('No chain is founded with it (NO_ASSET_YET): No chain can be founded with fees');
  expect((await modules('quota@2.0.0')).out).toContain('Needs: a module in the slot identity.');
  expect((await modules('none')).out).not.toMatch(/Needs|founded/);
});

test('an unknown one is refused with those there are', async () => {
  expect(await modules('quota@9.0.0')).toMatchObject({ exit: 2, err: expect.stringContaining('quota@2.0.0') });
});
