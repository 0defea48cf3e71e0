import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import { fromBinary, hash, hashBinary, toBinary } from './hash';

// RFC 6962 (Certificate Transparency) trees: leaves and inner nodes are hashed with different first bytes, and a last leaf without a
// partner moves up unhashed instead of being doubled, so no two lists of leaves share a root.
const LEAF = 0;
const INNER = 1;
const innerBuffer = Buffer.alloc(65, INNER);
const NO_LEAVES = hash(new Uint8Array(0));
/** Most leaves are short. */
const leafBuffer = Buffer.alloc(4096, LEAF);

/** Root over the leaves' bytes. The root of no leaves is the hash of nothing. */
export function merkleRoot(leaves: readonly Bytes[]): Hash {
  if (leaves.length === 0) return NO_LEAVES;
  let level = leaves.map(leafHash);
  while (level.length > 1) level = levelAbove(level);
  return fromBinary(level[0]!);
}

/** Audit path of leaf `index`: the siblings from the leaf's to the one below the root. */
export function merklePath(leaves: readonly Bytes[], index: number): readonly Hash[] {
  invariant(index >= 0 && index < leaves.length, 'a path starts at a leaf');
  const path: Hash[] = [];
  let level = leaves.map(leafHash);
  for (let at = index; level.length > 1; at >>= 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) path.push(fromBinary(sibling));
    level = levelAbove(level);
  }
  return path;
}

/** Whether `leaf` is the leaf number `index` of the `size` leaves under `root`. The path must have exactly the right length. */
export function verifyMerklePath(leaf: Bytes, index: number, size: number, path: readonly Hash[], root: Hash): boolean {
  return verifyMerkleHash(leafHash(leaf), index, size, path, root);
}

/** The same for a leaf that is given by its RFC 6962 leaf hash (binary string). */
export function verifyMerkleHash(leafHashed: string, index: number, size: number, path: readonly Hash[], root: Hash): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (leafHashed.length !== 32) return false;
  let node = leafHashed;
  let used = 0;
  // `last` is the index of the last node of the level: the only one that may lack a partner.
  for (let at = index, last = size - 1; last > 0; at = Math.floor(at / 2), last = Math.floor(last / 2)) {
    if (at === last && at % 2 === 0) continue;
    const sibling = path[used];
    if (sibling === undefined || sibling.length !== 32) return false;
    used += 1;
    node = at % 2 === 1 ? innerHash(toBinary(sibling), node) : innerHash(node, toBinary(sibling));
  }
  return used === path.length && equalBytes(fromBinary(node), root);
}

export function leafHash(leaf: Bytes): string {
  const buffer = leaf.length < leafBuffer.length ? leafBuffer.subarray(0, leaf.length + 1) : Buffer.allocUnsafe(leaf.length + 1);
  buffer[0] = LEAF;
  buffer.set(leaf, 1);
  return hashBinary(buffer);
}

function innerHash(left: string, right: string): string {
  innerBuffer.write(left, 1, 'latin1');
  innerBuffer.write(right, 33, 'latin1');
  return hashBinary(innerBuffer);
}

function levelAbove(level: readonly string[]): string[] {
  const above: string[] = [];
  for (let i = 0; i + 1 < level.length; i += 2) above.push(innerHash(level[i]!, level[i + 1]!));
  if (level.length % 2 === 1) above.push(level.at(-1)!);
  return above;
}
