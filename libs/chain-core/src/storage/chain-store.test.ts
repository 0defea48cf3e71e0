import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../primitives/bytes';
import { encodeHeader, sealBlock } from '../protocol/codec';
import { header, transaction } from '../../../../test/golden/values';
import { ChainStore } from './chain-store';
import type { FinalRecord } from './chain-records';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'chain-store-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const chainId = new Uint8Array(32).fill(9);
const id = (n: number) => new Uint8Array(32).fill(n);
const open = (path = dir) => ChainStore.open({ dir: join(path, 'db'), chainId });

function record(height: number, change: Partial<FinalRecord> = {}): FinalRecord {
  return {
    height, blockId: id(height), block: utf8(`block ${height}`), txIds: [id(100 + height), id(200 - height)], results: [utf8(`r${height}`), utf8('')],
    certificate: height % 2 === 0 ? utf8(`certificate ${height}`) : undefined, stateWrites: [[`key ${height}\xff`, utf8('value')]], ...change,
  };
}

test('reads back what was committed, also after it was closed', async () => {
  let store = await open();
  expect(store.final).toBeUndefined();
  await store.commit([record(1), record(2)]);
  await store.commit([record(3, { stateWrites: [['key 1\xff', undefined]] })]);
  await store.close();
  store = await open();
  expect(store.final).toEqual({ height: 3, blockId: id(3) });
  expect(Buffer.from(store.block(2)!).toString()).toBe('block 2');
  expect(store.results(1)!.map((each) => Buffer.from(each).toString())).toEqual(['r1', '']);
  expect(store.placeOf(id(198))).toEqual({ height: 2, index: 1 });
  expect(store.heightOf(id(2))).toBe(2);
  expect((await store.certificateFrom(1))?.height).toBe(2);
  expect(await store.certificateFrom(3)).toBeUndefined();
  expect([store.block(4), store.placeOf(id(1))]).toEqual([undefined, undefined]);
  expect(store.stateChanges(2)!.map(([key, value]) => [key, value && Buffer.from(value).toString()])).toEqual([['key 2\xff', 'value']]);
  expect(store.stateChanges(3)).toEqual([['key 1\xff', undefined]]);
  await store.forgetStateChanges(2);
  expect([store.stateChanges(2), store.stateChanges(3)]).toEqual([undefined, [['key 1\xff', undefined]]]);
  await store.close();
});

test('prunes transactions and results of old blocks, and keeps what proofs of newer ones need', async () => {
  const encoded = (height: number) => sealBlock({ ...header, height }, [transaction]).bytes;
  let store = await open();
  await store.commit([1, 2, 3, 4, 5].map((height) => record(height, { block: encoded(height) })));
  await store.prune(4, 2);
  expect(store.keptFrom).toBe(3);
  await store.prune(4, 100);
  await store.close();
  store = await open();
  expect(store.keptFrom).toBe(4);
  expect([store.block(3), store.results(3), store.block(4)]).toEqual([undefined, undefined, Buffer.from(encoded(4))]);
  expect(store.header(3)).toEqual({ bytes: Buffer.from(encodeHeader({ ...header, height: 3 })), blockBytes: encoded(3).length });
  expect(store.header(4)!.blockBytes).toBe(encoded(4).length);
  expect([store.heightOf(id(2)), store.placeOf(id(102)), (await store.certificateFrom(1))?.height]).toEqual([2, { height: 2, index: 0 }, 2]);
  await store.close();
});

test('refuses the database of another chain', async () => {
  await (await open()).close();
  await expect(ChainStore.open({ dir: join(dir, 'db'), chainId: id(1) })).rejects.toMatchObject({ kind: 'corrupt' });
});

test('a flipped bit in any stored value is never served', async () => {
  const block = new Uint8Array(randomBytes(60));
  const result = new Uint8Array(randomBytes(60));
  let store = await open();
  await store.commit([record(1, { block, results: [result] })]);
  await store.close();
  // Opening once more moves the log into a table file, where level itself checks nothing on reading.
  await (await open()).close();
  const table = join(dir, 'db', readdirSync(join(dir, 'db')).find((name) => name.endsWith('.ldb'))!);
  const whole = readFileSync(table);
  for (const [value, read] of [[block, () => store.block(1)], [result, () => store.results(1)]] as const) {
    const place = whole.indexOf(value);
    expect(place).toBeGreaterThan(0);
    for (let at = place; at < place + value.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1 << at % 8;
      writeFileSync(table, damaged);
      store = await open();
      expect(read).toThrow(expect.objectContaining({ kind: 'corrupt' }));
      await store.close();
    }
  }
});
