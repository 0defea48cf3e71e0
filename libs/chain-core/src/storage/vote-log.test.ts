import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../primitives/bytes';
import { STORAGE } from './limits';
import type { VoteRecord } from './vote-frame';
import { VoteLog } from './vote-log';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'vote-log-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const record = (text: string, view = 1): VoteRecord => ({ view, bytes: utf8(text) });
const texts = (log: VoteLog) => log.records.map((each) => Buffer.from(each.bytes).toString());
const segment = () => join(dir, readdirSync(dir).find((name) => name.endsWith('.log'))!);

async function written(...groups: string[][]): Promise<void> {
  const log = new VoteLog({ dir });
  for (const group of groups) await log.append(group.map((text) => record(text)));
  await log.close();
}

test('gives back what was appended, in order, also after several openings', async () => {
  await written(['a', 'b'], ['c']);
  await written(['d']);
  const log = new VoteLog({ dir });
  expect(texts(log)).toEqual(['a', 'b', 'c', 'd']);
  expect(log.repairedBytes).toBe(0);
  await log.close();
});

test('cuts a torn last frame off wherever the write stopped, and goes on from there', async () => {
  await written(['first'], ['second']);
  const whole = readFileSync(segment());
  const firstOnly = whole.length - (20 + 12 + 'second'.length);
  for (let length = firstOnly; length < whole.length; length += 1) {
    writeFileSync(segment(), whole);
    truncateSync(segment(), length);
    const log = new VoteLog({ dir });
    expect(texts(log)).toEqual(['first']);
    expect(log.repairedBytes).toBe(length - firstOnly);
    await log.append([record('again')]);
    await log.close();
    const reopened = new VoteLog({ dir });
    expect(texts(reopened)).toEqual(['first', 'again']);
    await reopened.close();
  }
});

test('cuts off zeros and rubbish behind the last frame', async () => {
  await written(['first']);
  appendFileSync(segment(), Buffer.concat([Buffer.alloc(500), Buffer.from('BYvf rubbish')]));
  const log = new VoteLog({ dir });
  expect(texts(log)).toEqual(['first']);
  await log.close();
});

test('any flipped bit before the last frame stops the node', async () => {
  await written(['first'], ['second'], ['third']);
  const whole = readFileSync(segment());
  const lastFrame = whole.length - (20 + 12 + 'third'.length);
  for (let at = 0; at < lastFrame; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 0x10;
    writeFileSync(segment(), damaged);
    expect(() => new VoteLog({ dir })).toThrow(expect.objectContaining({ kind: 'corrupt' }));
  }
});

test('a long segment is replaced by one that holds what was not pruned, and later records follow', async () => {
  const log = new VoteLog({ dir, segmentBytesMax: 300 });
  for (let view = 0; view < 20; view += 1) await log.append([record(`view ${view}`, view)]);
  await log.prune(17);
  await log.append([record('new', 20)]);
  await log.close();
  expect(readdirSync(dir)).toEqual(['votes-000000000002.log']);
  const reopened = new VoteLog({ dir });
  expect(texts(reopened)).toEqual(['view 18', 'view 19', 'new']);
  expect(reopened.records.map((each) => each.view)).toEqual([18, 19, 20]);
  await reopened.close();
});

test('what is put into a new segment can be read again, however much it is', async () => {
  const frameMax = jest.replaceProperty(STORAGE, 'voteLogFrameBytesMax', 1_000 as never);
  try {
    const log = new VoteLog({ dir, segmentBytesMax: 1_500 });
    for (let view = 0; view < 11; view += 1) await log.append([record(String(view).repeat(250), view)]);
    await log.prune(5);
    await log.append([record('new', 11)]);
    await log.close();
    expect(readdirSync(dir)).toEqual(['votes-000000000002.log']);
    const reopened = new VoteLog({ dir });
    expect(reopened.records.map(({ view, bytes }) => [view, bytes.length])).toEqual([[6, 250], [7, 250], [8, 250], [9, 250], [10, 500], [11, 3]]);
    expect(reopened.repairedBytes).toBe(0);
    await reopened.close();
  } finally {
    frameMax.restore();
  }
});

test('a long segment stays while most of it still matters', async () => {
  const log = new VoteLog({ dir, segmentBytesMax: 300 });
  for (let view = 0; view < 20; view += 1) await log.append([record('x'.repeat(100), view)]);
  await log.prune(5);
  expect(readdirSync(dir)).toEqual(['votes-000000000001.log']);
  await log.prune(12);
  expect(readdirSync(dir)).toEqual(['votes-000000000002.log']);
  await log.close();
});

test('appending, pruning and closing happen in the order they were asked for', async () => {
  const log = new VoteLog({ dir, segmentBytesMax: 300 });
  const asked = Array.from({ length: 20 }, (_, view) => log.append([record(`view ${view}`, view)]));
  asked.push(log.prune(17), log.append([record('new', 20)]));
  await log.close();
  await Promise.all(asked);
  const reopened = new VoteLog({ dir });
  expect(texts(reopened)).toEqual(['view 18', 'view 19', 'new']);
  await reopened.close();
});

test('what is appended at once is on disk at once, unless something is under way', async () => {
  const log = new VoteLog({ dir });
  expect(log.append([record('a')], true)).toBeUndefined();
  expect(texts(log)).toEqual(['a']);
  const b = log.append([record('b')]);
  const c = log.append([record('c')], true);
  expect(texts(log)).toEqual(['a']);
  await Promise.all([b, c]);
  expect(log.append([record('d')], true)).toBeUndefined();
  await log.close();
  await expect(log.append([record('e')], true)).rejects.toMatchObject({ kind: 'failed' });
  await expect(log.append([record('f')])).rejects.toMatchObject({ kind: 'failed' });
  const reopened = new VoteLog({ dir });
  expect(texts(reopened)).toEqual(['a', 'b', 'c', 'd']);
  await reopened.close();
});

test('after a failure nothing that is asked for is done', async () => {
  const log = new VoteLog({ dir });
  await log.append([record('first')]);
  await log.close(); // What is written now has no file.
  const late = [log.append([record('second')]), log.append([record('third')]), log.prune(1)];
  for (const each of late) await expect(each).rejects.toMatchObject({ kind: 'failed' });
  const reopened = new VoteLog({ dir });
  expect(texts(reopened)).toEqual(['first']);
  await reopened.close();
});
