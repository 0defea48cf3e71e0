import { hashBinary, toBinary } from '../crypto/hash';
import { bucketLeaves, bucketOf, changeBucket, EMPTY_BUCKET, findValue, makeBucket, makeLeaf, splitBucket, type Bucket } from './bucket';
import type { LeafChange } from './change-page';
import { cutPage } from './bucket-pieces';
import { writeBucketPage } from './page';
import { rootOf } from './trie';

const LARGE_BYTES = 100_000;
const changeOf = (number: number, value: Uint8Array = Buffer.alloc(90, number)): LeafChange => ({ keyHash: hashBinary(Buffer.from(`${number}`)), key: toBinary(Buffer.from(`key ${number}`)), value });
const removalOf = (number: number): LeafChange => ({ ...changeOf(number), value: undefined });
const sorted = (changes: readonly LeafChange[]) => changes.toSorted((a, b) => (a.keyHash < b.keyHash ? -1 : 1));
const change = (bucket: Bucket, ...changes: readonly LeafChange[]) => changeBucket(bucket, sorted(changes), 0, changes.length);
const textOf = (value: Uint8Array | undefined) => value && toBinary(value);
const range = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

test('holds what a map holds, whatever the sizes of values and however many entries', () => {
  let bucket = EMPTY_BUCKET;
  const model = new Map<number, LeafChange>();
  let seed = 7;
  const random = (below: number) => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) % below;
  for (let block = 0; block < 150; block += 1) {
    const changes = new Map<number, LeafChange>();
    for (let i = random(30); i >= 0; i -= 1) {
      const number = random(120);
      const size = [0, 40, 900, 4_200, 9_000][random(5)]!;
      changes.set(number, random(3) === 0 ? removalOf(number) : changeOf(number, Buffer.alloc(size, random(256))));
    }
    bucket = change(bucket, ...changes.values());
    for (const [number, made] of changes) model.set(number, made);
    const leaves = sorted([...model.values()]).flatMap(({ keyHash, key, value }) => (value === undefined ? [] : [makeLeaf(keyHash, key, value)]));
    expect(bucketLeaves(bucket)).toEqual(leaves);
    expect([bucket.count, bucket.root]).toEqual([leaves.length, rootOf(leaves)]);
    for (const [number, { value }] of model) expect(textOf(findValue(bucket, changeOf(number).keyHash))).toBe(textOf(value));
    const halves = splitBucket(bucket, 0);
    expect(halves.map(({ root }) => root)).toEqual(halves.map((half) => rootOf(bucketLeaves(half))));
    expect(halves.flatMap(bucketLeaves)).toEqual(leaves);
    expect(makeBucket(leaves).root).toBe(bucket.root);
  }
});

test('leaves a large value as it is while others change beside it', () => {
  const before = change(EMPTY_BUCKET, ...range(8).map((n) => changeOf(n)), changeOf(100, Buffer.alloc(LARGE_BYTES)));
  const large = before.pieces.find(({ length }) => length > LARGE_BYTES)!;
  let bucket = before;
  for (const n of range(40, 200)) bucket = change(bucket, changeOf(n));
  const made = bucket.pieces.filter((piece) => !before.pieces.includes(piece));
  expect(bucket.pieces).toContain(large);
  expect(made.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(LARGE_BYTES / 4);
});

test('changes little of a bucket that holds many', () => {
  const before = change(EMPTY_BUCKET, ...range(1_000).map((n) => changeOf(n)));
  const after = change(before, changeOf(2_000), removalOf(3));
  const made = after.pieces.filter((piece) => !before.pieces.includes(piece));
  expect(made.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(20_000);
});

test('looks at few entries of a bucket that holds many', () => {
  const bucket = change(EMPTY_BUCKET, ...range(1_000).map((n) => changeOf(n)));
  const looks = jest.spyOn(String.prototype, 'charCodeAt');
  for (const n of range(50)) findValue(bucket, changeOf(n).keyHash);
  const count = looks.mock.calls.length;
  looks.mockRestore();
  expect(count).toBeLessThan(50 * 1_000);
});

test('refuses a page that ends within an entry, or whose entries are in no order', () => {
  const leaves = sorted(range(3).map((n) => changeOf(n, Buffer.alloc(3_000)))).map(({ keyHash, key, value }) => makeLeaf(keyHash, key, value!));
  const small = leaves.slice(1).map((leaf) => ({ ...leaf, value: '' }));
  const page = writeBucketPage(leaves);
  expect(() => cutPage(page.subarray(0, -1))).toThrow('a page holds whole entries');
  expect(() => bucketOf([page.subarray(0, 60)])).toThrow('a page holds whole entries');
  expect(() => makeBucket(small.toReversed())).toThrow('entries of a page stand in the order of their key hashes');
  expect(Buffer.concat(makeBucket(leaves).pieces)).toEqual(page);
});
