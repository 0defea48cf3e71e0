import { fromBinary, hash, toBinary } from '../crypto/hash';
import type { Hash } from '../primitives/bytes';
import { bucketLeaves, makeLeaf, valueOf } from './bucket';
import type { Entry } from './key-value-source';
import type { StateLeaf } from './page';
import { pathTo, type ProofStep, type TrieView } from './proof';
import { hashKey } from './state-base';
import { bitOf, EMPTY_ROOT, hashInner, hashLeaf, partingBit, prefixOf, rootOf, splitAt, type TrieLeaf } from './trie';

/** A leaf of which only the hashes are told. */
export interface BareLeaf {
  readonly keyHash: Hash;
  readonly valueHash: Hash;
}

/**
 * Everything that a state holds between two key hashes, with proof that nothing is left out: the leaves on both sides are told too, so that all of
 * them stand side by side in the trie, and the hashes of what lies further out lead to the root.
 */
export interface StateRange {
  /** The nearest leaf below; undefined: there is none. */
  readonly before?: BareLeaf;
  /** In ascending order of key hash. */
  readonly entries: readonly Entry[];
  /** The nearest leaf above; undefined: there is none. */
  readonly after?: BareLeaf;
  /** From the root down: what lies left of the path to the first of these leaves, and right of the path to the last. */
  readonly left: readonly ProofStep[];
  readonly right: readonly ProofStep[];
}

/** Which key hashes, both included; binary strings. */
export interface RangeBounds {
  readonly from: string;
  readonly until: string;
}

/** What an entry counts for against `bytesMax`. */
const ENTRY_HEAD_BYTES = 6;

/** Collects a range from its beginning on: all of it, or as many entries as fit into `bytesMax` and at least one; then `after` lies within the bounds. */
export function collectRange(trie: TrieView, { from, until }: RangeBounds, bytesMax: number): StateRange {
  const within: StateLeaf[] = [];
  let before: StateLeaf | undefined;
  let after: StateLeaf | undefined;
  let bytes = 0;
  const first = prefixOf(from, trie.depth);
  for (let index = first; index < 2 ** trie.depth && after === undefined; index += 1) {
    for (const leaf of bucketLeaves(trie.bucket(index))) {
      bytes += leaf.keyHash < from ? 0 : ENTRY_HEAD_BYTES + leaf.key.length + leaf.value.length;
      if (leaf.keyHash < from) before = leaf;
      else if (leaf.keyHash <= until && (within.length === 0 || bytes <= bytesMax)) within.push(leaf);
      else {
        after = leaf;
        break;
      }
    }
  }
  before ??= lastBelow(trie, first);
  return proven(trie, before, within, after);
}

function lastBelow(trie: TrieView, bucket: number): StateLeaf | undefined {
  for (let index = bucket - 1; index >= 0; index -= 1) {
    const leaf = bucketLeaves(trie.bucket(index)).at(-1);
    if (leaf !== undefined) return leaf;
  }
  return undefined;
}

function proven(trie: TrieView, before: StateLeaf | undefined, within: readonly StateLeaf[], after: StateLeaf | undefined): StateRange {
  const first = before ?? within[0] ?? after;
  const last = after ?? within.at(-1) ?? before;
  return {
    ...(before && { before: bareLeaf(before) }),
    entries: within.map((leaf) => [leaf.key, valueOf(leaf)]),
    ...(after && { after: bareLeaf(after) }),
    left: first === undefined ? [] : turnsAt(trie, first.keyHash, 1),
    right: last === undefined ? [] : turnsAt(trie, last.keyHash, 0),
  };
}

function bareLeaf(leaf: StateLeaf): BareLeaf {
  return { keyHash: fromBinary(leaf.keyHash), valueHash: hash(valueOf(leaf)) };
}

/** The steps of a path whose own side is `side`: what they pass by lies on the other one. */
function turnsAt(trie: TrieView, keyHash: string, side: 0 | 1): ProofStep[] {
  return pathTo(trie, keyHash).steps.filter(({ depth }) => bitOf(keyHash, depth) === side);
}

/** What a range proves. `next`: where it goes on, when the range ended before its bounds did. */
export interface ProvenRange {
  readonly leaves: readonly StateLeaf[];
  readonly next: string | undefined;
}

/** @returns what the state with this root holds within the bounds, or why the range does not show it. */
export function openRange(root: Hash, { from, until }: RangeBounds, range: StateRange): ProvenRange | string {
  const leaves = range.entries.map(([key, value]) => makeLeaf(hashKey(key), key, value));
  const before = range.before && trieLeaf(range.before);
  const after = range.after && trieLeaf(range.after);
  const all = [...(before ? [before] : []), ...leaves, ...(after ? [after] : [])];
  if (all.some(({ keyHash }, i) => i > 0 && all[i - 1]!.keyHash >= keyHash)) return 'its entries are not in order';
  if (before !== undefined && before.keyHash >= from) return 'the leaf before it is none';
  if (leaves.length > 0 && (leaves[0]!.keyHash < from || leaves.at(-1)!.keyHash > until)) return 'it holds what was not asked for';
  if (after !== undefined && after.keyHash < from) return 'the leaf after it is none';
  // What lies beyond the outermost leaves must be empty unless a neighbour shows where it begins.
  if ((before === undefined && range.left.length > 0) || (after === undefined && range.right.length > 0)) return 'it leaves out a neighbour';
  if (!ascend(range.left) || !ascend(range.right) || foldRange(all, range.left, range.right) !== toBinary(root)) return 'it does not lead to the root of the state';
  const isCut = after !== undefined && after.keyHash <= until;
  if (isCut && leaves.length === 0) return 'it leaves out an entry';
  return { leaves, next: isCut ? after.keyHash : undefined };
}

function trieLeaf({ keyHash, valueHash }: BareLeaf): TrieLeaf {
  return { keyHash: toBinary(keyHash), hash: hashLeaf(toBinary(keyHash), toBinary(valueHash)) };
}

function ascend(steps: readonly ProofStep[]): boolean {
  return steps.every(({ depth }, i) => i === 0 || depth > steps[i - 1]!.depth);
}

/** Root of a trie that holds these leaves side by side and, left and right of them, what the steps name. undefined: there is no such trie. */
function foldRange(leaves: readonly TrieLeaf[], left: readonly ProofStep[], right: readonly ProofStep[]): string | undefined {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (left.length === 0 && right.length === 0) return rootOf(leaves);
  const [first, last] = [leaves[0]!.keyHash, leaves.at(-1)!.keyHash];
  const parting = partingBit(first, last);
  const leftAt = left[0]?.depth ?? Infinity;
  const rightAt = right[0]?.depth ?? Infinity;
  const turn = Math.min(leftAt, rightAt);
  if (turn > parting) {
    const middle = splitAt(leaves, 0, leaves.length, parting);
    return inner(parting, foldRange(leaves.slice(0, middle), left, []), foldRange(leaves.slice(middle), [], right));
  }
  if (turn === parting || leftAt === rightAt || bitOf(first, turn) !== (turn === leftAt ? 1 : 0)) return undefined;
  return turn === leftAt
    ? inner(turn, toBinary(left[0]!.sibling), foldRange(leaves, left.slice(1), right))
    : inner(turn, foldRange(leaves, left, right.slice(1)), toBinary(right[0]!.sibling));
}

function inner(depth: number, left: string | undefined, right: string | undefined): string | undefined {
  return left === undefined || right === undefined ? undefined : hashInner(depth, left, right);
}
