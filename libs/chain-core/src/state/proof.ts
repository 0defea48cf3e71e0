import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary, hash, hashBinary, toBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { bucketLeaves, valueOf, type Bucket } from './bucket';
import type { StateLeaf } from './page';
import { bitOf, EMPTY_ROOT, hashInner, hashLeaf, partingBit, rootOf, splitAt } from './trie';

/** Where the path from the root turned: at bit `depth`, away from the subtree with hash `sibling`. */
export interface ProofStep {
  readonly depth: number;
  readonly sibling: Hash;
}

/**
 * What lies at a key of the state. Following the key's own bits from the root ends at one leaf: the key's (present) or another's, or
 * there is nothing at all (absent).
 */
export interface StateProof {
  /** From the root down. */
  readonly steps: readonly ProofStep[];
  /** The leaf at the end of the path when it is another key's; undefined when the key is present, or the state is empty. */
  readonly other?: { readonly keyHash: Hash; readonly valueHash: Hash };
}

/** What a proof is made from: the trie above the buckets as a heap (see BucketTable), and the buckets. */
export interface TrieView {
  readonly depth: number;
  hash(node: number): string;
  bucket(index: number): Bucket;
}

/** @param key full key, as bytes. */
export function proveInTrie(trie: TrieView, key: Bytes): StateProof {
  const wanted = hashBinary(key);
  const { steps, leaf } = pathTo(trie, wanted);
  if (leaf === undefined || leaf.keyHash === wanted) return { steps };
  return { steps, other: { keyHash: fromBinary(leaf.keyHash), valueHash: hash(valueOf(leaf)) } };
}

/** The path of a key hash from the root, and the leaf in which it ends; undefined: there is none at all. */
export function pathTo(trie: TrieView, wanted: string): { readonly steps: readonly ProofStep[]; readonly leaf: StateLeaf | undefined } {
  const steps: ProofStep[] = [];
  const index = descend(trie, wanted, steps);
  return { leaf: descendBucket(bucketLeaves(trie.bucket(index)), wanted, steps), steps };
}

/** @returns the bucket in which the path ends: the key's own, unless there is nothing on the key's side of some bit. */
function descend(trie: TrieView, wanted: string, steps: ProofStep[]): number {
  let node = 1;
  for (let depth = 0; depth < trie.depth; depth += 1) {
    const own = 2 * node + bitOf(wanted, depth);
    // A page that stands for several buckets says what lies below it once it is read.
    if (trie.hash(own) === EMPTY_ROOT && trie.hash(own ^ 1) === EMPTY_ROOT) trie.bucket(node * 2 ** (trie.depth - depth) - 2 ** trie.depth);
    const sibling = trie.hash(own ^ 1);
    node = trie.hash(own) === EMPTY_ROOT && sibling !== EMPTY_ROOT ? own ^ 1 : own;
    if (node === own && sibling !== EMPTY_ROOT) steps.push({ depth, sibling: fromBinary(sibling) });
  }
  return node - 2 ** trie.depth;
}

/** @returns the leaf in which the path ends. */
function descendBucket(leaves: readonly StateLeaf[], wanted: string, steps: ProofStep[]): StateLeaf | undefined {
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const depth = partingBit(leaves[from]!.keyHash, leaves[to - 1]!.keyHash);
    const middle = splitAt(leaves, from, to, depth);
    const right = bitOf(wanted, depth) === 1;
    steps.push({ depth, sibling: fromBinary(right ? rootOf(leaves, from, middle) : rootOf(leaves, middle, to)) });
    if (right) from = middle;
    else to = middle;
  }
  return leaves[from];
}

/**
 * Whether the state with this root holds exactly `value` at `key` (or, for undefined, nothing). The path must turn at ever deeper bits,
 * in the direction of the key's own bits, and another key's leaf must lie on that path too.
 */
export function verifyStateProof(root: Hash, key: Bytes, value: Bytes | undefined, proof: StateProof): boolean {
  const wanted = hashBinary(key);
  const end = endOfPath(wanted, value, proof);
  if (end === undefined) return false;
  let node = end;
  let deepest = 256;
  for (const { depth, sibling } of proof.steps.toReversed()) {
    if (!Number.isInteger(depth) || depth < 0 || depth >= deepest || sibling.length !== 32) return false;
    deepest = depth;
    if (proof.other !== undefined && bitOf(toBinary(proof.other.keyHash), depth) !== bitOf(wanted, depth)) return false;
    node = bitOf(wanted, depth) === 1 ? hashInner(depth, toBinary(sibling), node) : hashInner(depth, node, toBinary(sibling));
  }
  return root.length === 32 && node === toBinary(root);
}

/** Hash of what the proof says lies at the end of the path; undefined if that does not fit the claim. */
function endOfPath(wanted: string, value: Bytes | undefined, { steps, other }: StateProof): string | undefined {
  if (value !== undefined) return other === undefined ? hashLeaf(wanted, hashBinary(value)) : undefined;
  if (other === undefined) return steps.length === 0 ? EMPTY_ROOT : undefined;
  const keyHash = toBinary(other.keyHash);
  if (keyHash.length !== 32 || other.valueHash.length !== 32 || keyHash === wanted) return undefined;
  return hashLeaf(keyHash, toBinary(other.valueHash));
}

export function encodeStateProof(proof: StateProof): Bytes {
  const writer = new Writer(80 + proof.steps.length * 33).u16(proof.steps.length);
  for (const { depth, sibling } of proof.steps) writer.u8(depth).fixed(sibling, 32);
  writer.u8(proof.other === undefined ? 0 : 1);
  if (proof.other !== undefined) writer.fixed(proof.other.keyHash, 32).fixed(proof.other.valueHash, 32);
  return writer.finish();
}

export function decodeStateProof(bytes: Bytes): StateProof {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  const steps: ProofStep[] = [];
  for (let left = reader.count(16, 256, 'proof.steps'); left > 0; left -= 1) {
    const depth = reader.u8('proof.depth');
    if (steps.length > 0 && depth <= steps.at(-1)!.depth) malformed('proof.depth', 'must grow');
    steps.push({ depth, sibling: reader.fixed(32, 'proof.sibling') });
  }
  const hasOther = reader.flag('proof.other');
  const other = hasOther ? { keyHash: reader.fixed(32, 'proof.keyHash'), valueHash: reader.fixed(32, 'proof.valueHash') } : undefined;
  reader.end('proof');
  return other === undefined ? { steps } : { steps, other };
}
