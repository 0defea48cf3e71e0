import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../primitives/bytes';
import type { VoteRecord } from './vote-frame';
import { VoteLog } from './vote-log';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'vote-log-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const record = (text: string, view = 1): VoteRecord => ({ view, bytes: utf8(text) });
const texts = (log: VoteLog) => log.records.map((each) => Buffer.from(each.bytes).toString());
const segment = () => join(dir, readdirSync(dir).find((name) => name.endsWith('.log'))!);

function written(...groups: string[][]): void {
  const log = new VoteLog({ dir });
  for (const group of groups) log.append(group.map((text) => record(text)));
  log.close();
}

test('gives back what was appended, in order, also after several openings', () => {
  written(['a', 'b'], ['c']);
  written(['d']);
  const log = new VoteLog({ dir });
  expect(texts(log)).toEqual(['a', 'b', 'c', 'd']);
  expect(log.repairedBytes).toBe(0);
  log.close();
});

test('cuts a torn last frame off wherever the write stopped, and goes on from there', () => {
  written(['first'], ['second']);
  const whole = readFileSync(segment());
  const firstOnly = whole.length - (20 + 12 + 'second'.length);
  for (let length = firstOnly; length < whole.length; length += 1) {
    writeFileSync(segment(), whole);
    truncateSync(segment(), length);
    const log = new VoteLog({ dir });
    expect(texts(log)).toEqual(['first']);
    expect(log.repairedBytes).toBe(length - firstOnly);
    log.append([record('again')]);
    log.close();
    const reopened = new VoteLog({ dir });
    expect(texts(reopened)).toEqual(['first', 'again']);
    reopened.close();
  }
});

test('cuts off zeros and rubbish behind the last frame', () => {
  written(['first']);
  appendFileSync(segment(), Buffer.concat([Buffer.alloc(500), Buffer.from('BYvf rubbish')]));
  const log = new VoteLog({ dir });
  expect(texts(log)).toEqual(['first']);
  log.close();
});

test('any flipped bit before the last frame stops the node', () => {
  written(['first'], ['second'], ['third']);
  const whole = readFileSync(segment());
  const lastFrame = whole.length - (20 + 12 + 'third'.length);
  for (let at = 0; at < lastFrame; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 0x10;
    writeFileSync(segment(), damaged);
    expect(() => new VoteLog({ dir })).toThrow(expect.objectContaining({ kind: 'corrupt' }));
  }
});

test('a long segment is replaced by one that holds what was not pruned, and later records follow', () => {
  const log = new VoteLog({ dir, segmentBytesMax: 300 });
  for (let view = 0; view < 20; view += 1) log.append([record(`view ${view}`, view)]);
  log.prune(17);
  log.append([record('new', 20)]);
  log.close();
  expect(readdirSync(dir)).toEqual(['votes-000000000002.log']);
  const reopened = new VoteLog({ dir });
  expect(texts(reopened)).toEqual(['view 18', 'view 19', 'new']);
  expect(reopened.records.map((each) => each.view)).toEqual([18, 19, 20]);
  reopened.close();
});
