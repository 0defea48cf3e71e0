import { hashBinary } from '../crypto/hash';

/**
 * A binary Merkle trie over 256-bit key hashes, path-compressed: an inner node stands only where two keys part, and names the bit
 * (`depth`) at which they do. Nodes are immutable; a batch of updates makes a new root that shares whatever did not change, so versions
 * of competing blocks lie side by side and a dropped one is simply forgotten.
 *
 *   leaf  = H(0x00, key hash, value hash)         65 bytes hashed
 *   inner = H(0x01, depth, left hash, right hash) 66 bytes hashed
 *   the empty trie's root is 32 zero bytes
 *
 * Hashes and key hashes are binary strings (see store-key.ts).
 */
export type TrieNode = TrieLeaf | TrieInner;
export type Trie = TrieNode | undefined;

export const EMPTY_ROOT = '\0'.repeat(32);
const KEY_BITS = 256;
const leafBuffer = Buffer.alloc(65, 0);
const innerBuffer = Buffer.alloc(66, 1);

export class TrieLeaf {
  readonly hash: string;
  /** One past the last bit, so that a leaf counts as a node whose whole key is its path. */
  readonly depth = KEY_BITS;

  constructor(
    readonly key: string,
    readonly valueHash: string,
  ) {
    this.hash = hashLeaf(key, valueHash);
  }
}

class TrieInner {
  readonly hash: string;
  /** Key of some leaf below or once below: its first `depth` bits are the path to here. */
  readonly key: string;

  constructor(
    readonly depth: number,
    readonly left: TrieNode,
    readonly right: TrieNode,
  ) {
    this.key = left.key;
    this.hash = hashInner(depth, left.hash, right.hash);
  }
}

/** A change of one key. `valueHash` undefined removes it. */
export interface TrieUpdate {
  readonly key: string;
  readonly valueHash: string | undefined;
}

/** @param updates in ascending order of key, each key once. Every changed node is hashed once. */
export function updateTrie(trie: Trie, updates: readonly TrieUpdate[]): Trie {
  return update(trie, updates, 0, updates.length);
}

function update(node: Trie, updates: readonly TrieUpdate[], from: number, to: number): Trie {
  if (from === to) return node;
  if (node === undefined) return build(updates, from, to);
  // The updates are sorted, so whichever leaves the node's path first is the first or the last of them.
  const parting = Math.min(partingBit(updates[from]!.key, node.key), partingBit(updates[to - 1]!.key, node.key));
  if (parting < node.depth) return updateBeside(node, updates, from, to, parting);
  return node instanceof TrieLeaf ? updateLeaf(node, updates[from]!) : updateInner(node, updates, from, to);
}

/** Some updates part from the node's path at bit `parting`, above the node. */
function updateBeside(node: TrieNode, updates: readonly TrieUpdate[], from: number, to: number, parting: number): Trie {
  const split = splitAt(updates, from, to, parting);
  if (bitOf(node.key, parting) === 0) return join(parting, update(node, updates, from, split), build(updates, split, to));
  return join(parting, build(updates, from, split), update(node, updates, split, to));
}

function updateInner(node: TrieInner, updates: readonly TrieUpdate[], from: number, to: number): Trie {
  const split = splitAt(updates, from, to, node.depth);
  const left = update(node.left, updates, from, split);
  const right = update(node.right, updates, split, to);
  return left === node.left && right === node.right ? node : join(node.depth, left, right);
}

/** A trie of these updates alone. */
function build(updates: readonly TrieUpdate[], from: number, to: number): Trie {
  if (from === to) return undefined;
  if (from + 1 === to) return toLeaf(updates[from]!);
  const parting = partingBit(updates[from]!.key, updates[to - 1]!.key);
  const split = splitAt(updates, from, to, parting);
  return join(parting, build(updates, from, split), build(updates, split, to));
}

function updateLeaf(leaf: TrieLeaf, change: TrieUpdate): Trie {
  return change.valueHash === leaf.valueHash ? leaf : toLeaf(change);
}

function toLeaf(change: TrieUpdate): Trie {
  return change.valueHash === undefined ? undefined : new TrieLeaf(change.key, change.valueHash);
}

function join(depth: number, left: Trie, right: Trie): Trie {
  if (left === undefined) return right;
  return right === undefined ? left : new TrieInner(depth, left, right);
}

/** First index in from..to whose key has the bit set; all of them agree on the bits before it. */
function splitAt(updates: readonly TrieUpdate[], from: number, to: number, bit: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bitOf(updates[middle]!.key, bit) === 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first bit in which two keys differ; 256 for equal keys. */
export function partingBit(a: string, b: string): number {
  for (let i = 0; i < 32; i += 1) {
    const difference = a.charCodeAt(i) ^ b.charCodeAt(i);
    if (difference !== 0) return i * 8 + Math.clz32(difference) - 24;
  }
  return KEY_BITS;
}

export function bitOf(key: string, bit: number): number {
  return (key.charCodeAt(bit >> 3) >> (7 - (bit & 7))) & 1;
}

export function hashLeaf(key: string, valueHash: string): string {
  leafBuffer.write(key, 1, 'latin1');
  leafBuffer.write(valueHash, 33, 'latin1');
  return hashBinary(leafBuffer);
}

export function hashInner(depth: number, left: string, right: string): string {
  innerBuffer[1] = depth;
  innerBuffer.write(left, 2, 'latin1');
  innerBuffer.write(right, 34, 'latin1');
  return hashBinary(innerBuffer);
}
