import { hashBinary } from '../crypto/hash';
import { NodeHashes } from './node-hashes';
import { HASH_WORDS } from './hash-words';
import { EMPTY_ROOT, innerSides, join, joinAll, joinSides } from './trie';

const hashOf = (node: number): string => hashBinary(Buffer.from(String(node)));
const words = (...hashes: string[]): Int32Array => new Int32Array(Uint8Array.from(Buffer.from(hashes.join(''), 'latin1')).buffer);
const text = (from: Int32Array, at: number): string => Buffer.from(from.buffer, 4 * at, 4 * HASH_WORDS).toString('latin1');
/** Neighbours, numbers far apart, and the largest there are. */
const NODES = [...Array.from({ length: 300 }, (_, i) => 1 + i), ...Array.from({ length: 300 }, (_, i) => 2 ** 20 + 7_919 * i), 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1];

test('holds what it was given last, one by one or many at once', () => {
  const hashes = new NodeHashes();
  for (const node of NODES) hashes.set(node, 'x'.repeat(32));
  hashes.setAll(NODES.slice(0, 400), words(...NODES.slice(0, 400).map(hashOf)));
  for (const node of NODES.slice(400)) hashes.set(node, hashOf(node));
  expect(NODES.map((node) => hashes.get(node))).toEqual(NODES.map(hashOf));
  expect([301, 2 ** 20 - 1, 2 ** 31 + 1].map((node) => hashes.get(node))).toEqual([undefined, undefined, undefined]);
});

test('copies a hash to where it is wanted, and nothing for a node that is not here', () => {
  const hashes = new NodeHashes();
  hashes.set(5, hashOf(5));
  const to = new Int32Array(3 * HASH_WORDS);
  expect([hashes.copy(5, to, HASH_WORDS), hashes.copy(6, to, 0)]).toEqual([true, false]);
  expect([0, HASH_WORDS, 2 * HASH_WORDS].map((at) => text(to, at))).toEqual([EMPTY_ROOT, hashOf(5), EMPTY_ROOT]);
});

test('writes all of them into a heap and leaves the rest of it alone', () => {
  const hashes = new NodeHashes();
  for (const node of [1, 2, 3, 6, 90]) hashes.set(node, hashOf(node));
  const heap = new Int32Array(128 * HASH_WORDS);
  hashes.writeTo(heap);
  for (let node = 0; node < 128; node += 1) expect(text(heap, node * HASH_WORDS)).toBe([1, 2, 3, 6, 90].includes(node) ? hashOf(node) : EMPTY_ROOT);
});

test('holds one of several, more of them than there was room for at first', () => {
  const hashes = new NodeHashes();
  const all = words(...NODES.map(hashOf));
  NODES.forEach((node, place) => hashes.setWords(node, all, place));
  expect(NODES.map((node) => hashes.get(node))).toEqual(NODES.map(hashOf));
});

describe('of pairs of roots, empty ones too', () => {
  const sides = [['a', 'b'], ['', 'c'], ['d', ''], ['', ''], ['e', 'f'], ['g', 'g']].map((pair) => pair.map((name) => (name === '' ? EMPTY_ROOT : hashBinary(Buffer.from(name))))) as [string, string][];

  test.each([1, 5, 6, 200])('many are joined at once as they are one by one: %i times', (times) => {
    const many = Array.from({ length: times }, () => sides).flat();
    for (const depth of [0, 7, 31]) {
      const roots = joinAll(depth, words(...many.flat()));
      expect(many.map((_, i) => text(roots, i * HASH_WORDS))).toEqual(many.map(([left, right]) => join(depth, left, right)));
    }
  });

  test.each([0, 7, 31])('those of one node are joined in the memory that is made for it, at depth %i', (depth) => {
    for (const [left, right] of sides) {
      innerSides.set(words(left, right));
      expect(text(joinSides(depth), 0)).toBe(join(depth, left, right));
    }
  });
});
