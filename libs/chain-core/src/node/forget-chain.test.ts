import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askToForget, forgetIfAsked } from './forget-chain';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'forget-'));
  for (const folder of ['chain', 'state', 'votes', 'holdings']) mkdirSync(join(dir, folder, 'deep'), { recursive: true });
  writeFileSync(join(dir, 'mining.json'), '{}');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('nothing is forgotten unless somebody asked for it', () => {
  forgetIfAsked(dir);
  expect(readdirSync(dir).length).toBe(5);
});

test('what is known of the chain is forgotten, once, and nothing else; what a crash left is forgotten at the next start', () => {
  askToForget(dir);
  rmSync(join(dir, 'chain'), { recursive: true }); // Killed after the first of them.
  forgetIfAsked(dir);
  expect(readdirSync(dir)).toEqual(['mining.json']);
  mkdirSync(join(dir, 'chain'));
  forgetIfAsked(dir);
  expect(existsSync(join(dir, 'chain'))).toBe(true);
});
