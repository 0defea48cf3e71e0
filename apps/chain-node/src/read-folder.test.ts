import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFolder } from './read-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-'));
  mkdirSync(join(folder, 'keys'));
  const endpoint = { host: '127.0.0.1', port: 0 };
  const files = { 'node.json': JSON.stringify({ listen: endpoint, rpc: endpoint, logLevel: 'info' }), 'genesis.json': '{}', 'peers.json': '[]', 'rpc.token': 'a'.repeat(32), 'keys/node.key': 'b'.repeat(64) };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const seen = { epoch: 0, height: 9, timeMs: 1 };
test.each([
  ['no file', undefined, undefined],
  ['null', 'null', undefined],
  ['a final block', JSON.stringify(seen), seen],
])('what the node was seen with, told by %s', (_, content, expected) => {
  if (content !== undefined) writeFileSync(join(folder, 'seen.json'), content);
  expect(readFolder(folder).seenBefore).toEqual(expected);
});

test.each([['{oops', 'is not JSON'], ['[]', 'must be an object'], ['{"epoch":0,"height":"x","timeMs":1}', '/height must be a whole number']])('seen.json of %s names the file', (content, what) => {
  writeFileSync(join(folder, 'seen.json'), content);
  expect(() => readFolder(folder)).toThrow(`${join(folder, 'seen.json')}`);
  expect(() => readFolder(folder)).toThrow(what);
});
