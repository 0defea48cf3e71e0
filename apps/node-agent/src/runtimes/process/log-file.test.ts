import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../../limits';
import { until } from '../../testing/until';
import { LogFile } from './log-file';

let folder: string;
let log: LogFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bystack-log-'));
  log = new LogFile(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const big = `${'x'.repeat(1023)}\n`.repeat(LIMITS.logFileBytesMax / 1024 + 1);

it('begins anew at each start and keeps a bounded number of older files', () => {
  for (let start = 1; start <= LIMITS.logFilesKept + 3; start += 1) {
    log.roll();
    appendFileSync(log.path, `start ${start}\n`);
  }
  expect(readFileSync(log.path, 'utf8')).toBe(`start ${LIMITS.logFilesKept + 3}\n`);
  expect(readdirSync(folder)).toHaveLength(1 + LIMITS.logFilesKept);
});

it('does not roll away an empty file', () => {
  writeFileSync(log.path, '');
  log.roll();
  expect(readdirSync(folder)).toEqual(['node.log']);
});

it('cuts a file that grew too large while the node goes on writing to it', () => {
  appendFileSync(log.path, big);
  log.trim();
  expect(statSync(log.path).size).toBe(0);
  appendFileSync(log.path, 'after\n');
  expect(log.lastLines(2)).toEqual(['x'.repeat(1023), 'after']);
});

it('finds the ready line only when it is whole', () => {
  appendFileSync(log.path, '{"level":30}\n{"ready":true,"rpc');
  expect(log.firstLine('{"ready":true')).toBeUndefined();
  appendFileSync(log.path, 'Port":1}\n');
  expect(log.firstLine('{"ready":true')).toBe('{"ready":true,"rpcPort":1}');
});

it('follows across a cut and a new file, losing nothing that is written afterwards', async () => {
  appendFileSync(log.path, 'old\n');
  const stop = new AbortController();
  let seen = '';
  const following = (async () => {
    for await (const part of log.read({ tail: 1, follow: true, signal: stop.signal })) seen += Buffer.from(part).toString('utf8');
  })();
  await until(() => seen === 'old\n', () => 'the tail');
  appendFileSync(log.path, 'one\n');
  await until(() => seen.endsWith('one\n'), () => 'the next line');
  log.roll();
  appendFileSync(log.path, 'two\n');
  await until(() => seen.endsWith('two\n'), () => 'the line of the new file');
  stop.abort();
  await following;
  expect(seen).toBe('old\none\ntwo\n');
});

it('says nothing of a node that never ran', async () => {
  const parts: Uint8Array[] = [];
  for await (const part of log.read({ tail: 10, follow: false, signal: new AbortController().signal })) parts.push(part);
  expect(parts).toEqual([]);
  expect(existsSync(log.path)).toBe(false);
});
