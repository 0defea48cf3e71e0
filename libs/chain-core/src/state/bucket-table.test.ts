import { hashBinary } from '../crypto/hash';
import { BucketTable } from './bucket-table';
import { EMPTY_ROOT, join } from './trie';

const DEPTH = 16;

/** A table of which every seventh bucket is empty, a quarter lies in pages of two, and some hashes begin with zeros. */
function someTable(): BucketTable {
  const table = new BucketTable(DEPTH);
  for (let i = 0; i < table.buckets; i += 1) {
    const isPair = i % 8 < 2;
    if (isPair) table.levels[i] = DEPTH - 1;
    const node = isPair ? (table.buckets + i) >>> 1 : table.buckets + i;
    const hash = i % 7 === 0 && !isPair ? EMPTY_ROOT : hashBinary(Buffer.from(`${node}`));
    table.setHash(node, i % 5 === 0 && hash !== EMPTY_ROOT ? '\0\0\0\0' + hash.slice(4) : hash);
  }
  return table;
}

/** One node after the other, from the root down. */
function hashOf(table: BucketTable, node: number, level: number): string {
  const first = (node - 2 ** level) * 2 ** (DEPTH - level);
  if (level >= table.levels[first]!) return table.hash(node);
  return join(level, hashOf(table, 2 * node, level + 1), hashOf(table, 2 * node + 1, level + 1));
}

test('hashes large levels in stretches as they are hashed one by one, with empty buckets and pages of several', () => {
  const table = someTable();
  const expected = [1, 2, 3, 2 ** 13, 2 ** 14 + 5, 2 ** 15 + 7].map((node) => hashOf(table, node, 31 - Math.clz32(node)));
  table.hashUp();
  expect([1, 2, 3, 2 ** 13, 2 ** 14 + 5, 2 ** 15 + 7].map((node) => table.hash(node))).toEqual(expected);
});
