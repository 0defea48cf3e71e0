import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { toBinary } from '../crypto/hash';
import { utf8 } from '../primitives/bytes';
import { makeLeaf } from '../state/bucket';
import type { Change } from '../state/key-value-source';
import { verifyStateProof } from '../state/proof';
import { PageArena } from '../state/page-arena';
import { hashKey } from '../state/state-base';
import { StateVersion } from '../state/state-version';
import { prefixOf } from '../state/trie';
import { MemoryKeyValueSource } from '../testing/memory-source';
import { StateStore } from './state-store';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'state-store-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** So little that everything happens: pages are evicted and read again, segments fill up and are emptied. */
const bounds = { bucketBytesMax: 4_000, keyPagesMax: 2, dirtyBucketsMax: 8, pagesAtOnce: 3, segmentBytesMax: 24_000, writeBytes: 3_000 };
const open = () => StateStore.open({ dir, unordered: ['u'], bounds });

/** A state on disk beside a plain map; `blocks` are the changes since genesis, as the database of blocks keeps them. */
class Compared {
  readonly model = new MemoryKeyValueSource();
  readonly blocks: Change[][] = [];
  #version: StateVersion;

  constructor(private store: StateStore) {
    this.#version = StateVersion.ofBase(store.base);
  }

  apply(changes: readonly Change[]): void {
    this.blocks.push([...changes]);
    this.model.write(changes);
    this.#settle(changes);
  }

  #settle(changes: readonly Change[]): void {
    const overlay = this.#version.begin();
    for (const [key, value] of changes) {
      if (value === undefined) overlay.delete(key);
      else overlay.put(key, value);
    }
    this.#version = this.#version.commit(overlay);
    this.#version.settle();
    this.store.settled(changes.length, 0);
  }

  checkpoint(): Promise<number> {
    return this.store.checkpoint(() => this.blocks.length - 1);
  }

  /** As after kill -9: what was not in a checkpoint comes from the blocks. */
  async crash(): Promise<void> {
    await this.store.close();
    this.store = await open();
    this.#version = StateVersion.ofBase(this.store.base);
    for (const changes of this.blocks.slice(this.store.checkpointHeight + 1)) this.#settle(changes);
  }

  compare(): void {
    expect(toBinary(this.#version.root)).toBe(toBinary(StateVersion.ofEntries(this.model.entries()).root));
    expect(this.store.base.entryCount).toBe(this.model.size);
    for (const options of [{ from: 'k', to: 'l', limit: 50 }, { from: 'k', to: 'l', limit: 20, reverse: true }, { from: 'k5', limit: 5, to: 'k6' }]) {
      expect(strings(this.#version.range(options))).toEqual(strings(this.model.range(options)));
    }
    for (let n = 0; n < 2_000; n += 97) {
      for (const key of [`k${n}`, `u${n}`]) {
        const value = this.model.get(key);
        expect(text(this.#version.get(key))).toBe(text(value));
        expect(verifyStateProof(this.#version.root, utf8(key), value, this.#version.prove(utf8(key)))).toBe(true);
      }
    }
  }
}
const strings = (entries: readonly (readonly [string, Uint8Array])[]) => entries.map(([key, value]) => [key, text(value)]);
const text = (value: Uint8Array | undefined) => value && Buffer.from(value).toString();

/** Now and then so long that it takes a page of its own. */
const value = fc.oneof({ weight: 12, arbitrary: fc.string({ maxLength: 40 }) }, { weight: 1, arbitrary: fc.constantFrom(900, 4_100, 9_000).map((length) => 'long'.repeat(length / 4)) });
const change = fc.tuple(fc.constantFrom('k', 'u'), fc.nat(2_000), fc.option(value, { freq: 4, nil: undefined }))
  .map(([store, n, made]): Change => [`${store}${n}`, made === undefined ? undefined : utf8(made)]);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.array(change, { minLength: 1, maxLength: 120 }) },
  { weight: 1, arbitrary: fc.constant('checkpoint' as const) },
  { weight: 1, arbitrary: fc.constant('checkpoint beside what comes' as const) },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
);

test('is the state that a plain map has, through eviction, growth, checkpoints and crashes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), async (steps) => {
      rmSync(dir, { recursive: true });
      const compared = new Compared(await open());
      for (const what of steps) {
        if (what === 'checkpoint') await compared.checkpoint();
        else if (what === 'crash') await compared.crash();
        else if (what === 'checkpoint beside what comes') void compared.checkpoint();
        else compared.apply(what);
        await new Promise((resolve) => setImmediate(resolve));
      }
      compared.compare();
      await compared.checkpoint();
      await compared.crash();
      compared.compare();
    }),
    { numRuns: 40 },
  );
});

test('lets no more pages of keys wait to be written than it keeps', async () => {
  const store = await open();
  const compared = new Compared(store);
  for (let block = 0; block < 30; block += 1) {
    compared.apply(Array.from({ length: 60 }, (_, n): Change => [`k${(block * 7 + n * 331) % 20_000}`, utf8('x')]));
    expect(store.base.order.dirtyCount).toBeLessThanOrEqual(bounds.keyPagesMax);
  }
  expect(store.base.order.pages.length).toBeGreaterThan(2 * bounds.keyPagesMax);
  compared.compare();
});

test('keeps what came into an empty bucket before the table grew, also when it is forgotten before what the bucket was', async () => {
  const store = await StateStore.open({ dir, unordered: ['u'], bounds: { ...bounds, bucketBytesMax: 1_000_000, dirtyBucketsMax: 100_000 } });
  const keys = Array.from({ length: 300 }, (_, n) => `u${n}`);
  const wanted = keys.find((key) => prefixOf(hashKey(key), 4) === 0)!;
  const others = keys.filter((key) => prefixOf(hashKey(key), 4) !== 0);
  // So much that it is forgotten as soon as it is on disk, and that little else is.
  const long = Buffer.alloc(800_000, 7);
  const next = (parent: StateVersion, changes: readonly Change[]) => {
    const overlay = parent.begin();
    for (const [key, value] of changes) {
      if (value === undefined) overlay.delete(key);
      else overlay.put(key, value);
    }
    return parent.commit(overlay);
  };
  let height = 0;
  const settle = async (version: StateVersion) => {
    version.settle();
    store.settled(1, 0);
    await store.checkpoint(() => (height += 1));
    return version;
  };
  const there = await settle(next(StateVersion.ofBase(store.base), [[wanted, utf8('a')]]));
  const gone = await settle(next(there, [[wanted, undefined]]));
  const growing = next(gone, others.slice(0, 100).map((key) => [key, utf8('x')]));
  let version = next(growing, [[wanted, long]]);
  const { depth } = store.base;
  growing.settle();
  expect(store.base.depth).toBeGreaterThan(depth);
  await settle(version);
  for (let block = 0; block < 6; block += 1) version = await settle(next(version, [[others[block]!, utf8(`y${block}`)]]));
  expect(version.get(wanted)?.length).toBe(long.length);
  expect(store.base.entryCount).toBe(101);
  await store.close();
});

test('holds no more in memory than it may, whatever there is, and little of that is gone through at a time', async () => {
  const bucketBytesMax = 2 ** 21;
  const store = await StateStore.open({ dir, unordered: ['u'], bounds: { ...bounds, bucketBytesMax, dirtyBucketsMax: 256, pagesAtOnce: 64, segmentBytesMax: 2 ** 24, writeBytes: 2 ** 16 } });
  const compared = new Compared(store);
  const moved = jest.spyOn(PageArena.prototype, 'append');
  let [brought, most] = [0, 0];
  for (let block = 0; block < 120; block += 1) {
    moved.mockClear();
    compared.apply(Array.from({ length: 200 }, (_, n): Change => [`u${block * 200 + n}`, Buffer.alloc(100, block)]));
    if (block < 60) continue; // More than there is room for from about here on.
    brought += 1;
    most = Math.max(most, store.base.pageBytes);
    expect(moved.mock.calls.length).toBeLessThan(3_000);
  }
  moved.mockRestore();
  expect(brought).toBe(60);
  expect(120 * 200 * 200).toBeGreaterThan(2 * bucketBytesMax);
  expect(most).toBeLessThanOrEqual(bucketBytesMax + 2 ** 19);
  for (const n of [0, 7_000, 23_999]) expect(store.base.get(`u${n}`)).toEqual(new Uint8Array(100).fill(Math.floor(n / 200)));
  await store.close();
});

test('gives back the room of what is overwritten', async () => {
  const compared = new Compared(await open());
  for (let block = 0; block < 60; block += 1) {
    compared.apply(Array.from({ length: 300 }, (_, n): Change => [`u${(block * 7 + n * 31) % 2000}`, Buffer.alloc(300, block)]));
    if (block % 10 === 9) await compared.checkpoint();
  }
  compared.compare();
  await compared.crash();
  compared.compare();
  const bytes = readdirSync(dir).filter((name) => name.startsWith('pages-')).reduce((sum, name) => sum + readFileSync(join(dir, name)).length, 0);
  // 18,000 entries of some 400 bytes were written, each with its neighbours; fewer than 2,000 are left.
  expect(bytes).toBeLessThan(3 * 2_000 * 400);
});

test('a state that was loaded is the one that grew', async () => {
  const entries = Array.from({ length: 3_000 }, (_, n) => [`${n % 2 ? 'k' : 'u'}${n}`, utf8(`value ${n}`)] as const);
  const leaves = entries.map(([key, value]) => makeLeaf(hashKey(key), key, value)).sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1));
  let store = await open();
  store.load(leaves, leaves.length);
  const grown = StateVersion.ofEntries(entries);
  expect(store.base.root).toEqual(grown.root);
  await store.checkpoint(() => 7);
  await store.close();
  store = await open();
  expect([store.checkpointHeight, store.base.entryCount, store.base.root]).toEqual([7, 3_000, grown.root]);
  expect(store.base.range({ from: 'k', limit: 9 }).map(([key]) => key)).toEqual(grown.range({ from: 'k', limit: 9 }).map(([key]) => key));
  await store.close();
});

test('a flipped bit anywhere in its files is never served', async () => {
  const compared = new Compared(await open());
  compared.apply(Array.from({ length: 60 }, (_, n): Change => [`${n % 2 ? 'k' : 'u'}${n}`, utf8(`value ${n}`)]));
  await compared.checkpoint();
  await compared.crash();
  const damage = async (name: string, at: number, bit: number) => {
    const path = join(dir, name);
    const whole = readFileSync(path);
    const fd = openSync(path, 'r+');
    writeSync(fd, Buffer.of(whole[at]! ^ (1 << bit)), 0, 1, at);
    closeSync(fd);
    const reading = readAll().then(() => 'served', (error: { kind?: string }) => error.kind);
    expect([name, at, await reading]).toEqual([name, at, 'corrupt']);
    writeFileSync(path, whole);
  };
  for (const name of readdirSync(dir)) {
    const { length } = readFileSync(join(dir, name));
    for (let at = 0; at < length; at += name === 'directory' ? 7 : 11) await damage(name, at, at % 8);
  }
});

/** Opens the state and reads everything in it, as a node does over time. */
async function readAll(): Promise<void> {
  const store = await open();
  try {
    for (let index = 0; index < store.base.table.buckets; index += 1) store.base.bucket(index);
    store.base.range({ from: 'k', to: 'l', limit: 1_000 });
  } finally {
    await store.close();
  }
}
