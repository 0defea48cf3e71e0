import { fromBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { Bucket } from './bucket';
import type { LeafChange } from './change-page';
import { ChangedPages } from './changed-pages';
import type { Change, Entry, KeyValueSource, RangeOptions } from './key-value-source';
import { Overlay } from './overlay';
import { copyWords, HASH_WORDS } from './hash-words';
import { NodeHashes } from './node-hashes';
import { PlacedPage } from './placed-page';
import { proveInTrie, type StateProof, type TrieView } from './proof';
import { hashKey, StateBase } from './state-base';
import type { StateKey } from './store-key';
import { FEW_HASHES, innerSides, joinAll, joinSides, prefixOf } from './trie';

/**
 * The state after one block: what it changed on top of its parent's state, down to the base (the state of the newest final block). It
 * holds its changes, the pages they made and the trie nodes above those. Several versions may stand on one parent.
 *
 * When a block is final and its changes are on disk, `settle()` is called, oldest first: the base takes the changes over, from then on
 * the version reads the base itself, and versions that stand beside it on the same parent are dead.
 */
export class StateVersion implements KeyValueSource, TrieView {
  readonly root: Hash;
  readonly #base: StateBase;
  readonly #entryCount: number;
  #parent: StateVersion | undefined;
  #changed: Overlay | undefined;
  /** The base has moved on past this version. */
  #overtaken = false;
  /** Of #pages and #hashes; the base's may have grown since. */
  #depth: number;
  #pages: ChangedPages;
  /** By node of the base's heap (see BucketTable). */
  #hashes = new NodeHashes();

  private constructor(base: StateBase, parent?: StateVersion, changed?: Overlay) {
    this.#base = base;
    this.#parent = parent;
    this.#changed = changed;
    this.#depth = base.depth;
    const changes = changed === undefined ? [] : sorted(changed.changes());
    this.#pages = new ChangedPages(changes.length);
    this.#entryCount = changed === undefined ? base.entryCount : this.#apply(changes);
    this.root = fromBinary(this.hash(1));
  }

  /** The version whose state is the base's. */
  static ofBase(base: StateBase): StateVersion {
    return new StateVersion(base);
  }

  /** A version in memory that holds these entries. For tests and for what is small. */
  static ofEntries(entries: Iterable<Entry>): StateVersion {
    const nothing = StateVersion.ofBase(new StateBase());
    const overlay = nothing.begin();
    for (const [key, value] of entries) overlay.put(key, value);
    const version = nothing.commit(overlay);
    version.settle();
    return version;
  }

  get depth(): number {
    return this.#base.depth;
  }

  get(key: StateKey): Bytes | undefined {
    return this.#source().get(key);
  }

  range(options: RangeOptions): readonly Entry[] {
    return this.#source().range(options);
  }

  /** An overlay to execute on; nothing happens to this version. */
  begin(): Overlay {
    return new Overlay(this);
  }

  /** The version after the overlay's changes. The overlay must have been begun here and not be written to afterwards. */
  commit(overlay: Overlay): StateVersion {
    this.#source();
    return new StateVersion(this.#base, this, overlay);
  }

  /** Changes against the parent, for the disk. Empty once settled. */
  changes(): Iterable<Change> {
    return this.#changed?.changes() ?? [];
  }

  /** Lets the base take this version's changes over. */
  settle(): void {
    if (this.#parent === undefined) return;
    invariant(this.#parent.#parent === undefined, 'states settle in the order of blocks');
    this.#align();
    this.#parent.#overtaken = true;
    this.#parent = undefined;
    this.#base.settle({ pages: this.#pages, hashes: this.#hashes, changes: this.changes(), entryCount: this.#entryCount });
    this.#changed = undefined;
    this.#pages = new ChangedPages(0);
    this.#hashes = new NodeHashes();
  }

  /** @param key full key, as bytes. */
  prove(key: Bytes): StateProof {
    this.#source();
    return proveInTrie(this, key);
  }

  bucket(index: number): Bucket {
    this.#locate(index, placed);
    return placed.toBucket(this.hash(2 ** this.#depth + index));
  }

  hash(node: number): string {
    this.#align();
    return this.#hashes.get(node) ?? this.#parent?.hash(node) ?? this.#base.table.hash(node);
  }

  #source(): KeyValueSource {
    invariant(!this.#overtaken, 'a state that was overtaken by a final block is read no more');
    return this.#changed ?? this.#base;
  }

  /** Where the page of a bucket is, until the state goes on. */
  #locate(index: number, into: PlacedPage): void {
    this.#align();
    if (this.#pages.locate(index, into)) return;
    if (this.#parent === undefined) this.#base.locate(index, into);
    else this.#parent.#locate(index, into);
  }

  /** Makes the changed buckets and every node above them. @returns how many entries there are now */
  #apply(changes: readonly LeafChange[]): number {
    const parent = this.#parent!;
    const buckets = 2 ** this.#depth;
    let nodes: number[] = [];
    for (let from = 0, to = 0; from < changes.length; from = to) {
      const index = prefixOf(changes[from]!.keyHash, this.#depth);
      while (to < changes.length && prefixOf(changes[to]!.keyHash, this.#depth) === index) to += 1;
      parent.#locate(index, placed);
      this.#hashes.set(buckets + index, this.#pages.change(index, placed, changes, from, to));
      nodes.push(buckets + index);
    }
    this.#pages.finish();
    placed.setEmpty();
    for (let below: StateVersion | undefined = parent; below !== undefined; below = below.#parent) below.#align();
    for (let level = this.#depth - 1; level >= 0; level -= 1) nodes = this.#hashLevel(nodes, level);
    return parent.#entryCount + this.#pages.entriesMore;
  }

  /** Hashes the parents of changed nodes. @param nodes of level + 1, ascending @returns their parents */
  #hashLevel(nodes: readonly number[], level: number): number[] {
    const above: number[] = [];
    for (const node of nodes) if (above[above.length - 1] !== node >>> 1) above.push(node >>> 1);
    if (above.length > FEW_HASHES) this.#joinAll(above, level);
    else for (const parent of above) this.#hashes.setWords(parent, this.#joined(parent, level), 0);
    return above;
  }

  #joined(parent: number, level: number): Int32Array {
    this.#copySides(parent, innerSides, 0);
    return joinSides(level);
  }

  #joinAll(parents: readonly number[], level: number): void {
    const sides = new Int32Array(2 * HASH_WORDS * parents.length);
    for (let i = 0; i < parents.length; i += 1) this.#copySides(parents[i]!, sides, 2 * i * HASH_WORDS);
    this.#hashes.setAll(parents, joinAll(level, sides));
  }

  #copySides(parent: number, to: Int32Array, at: number): void {
    this.#copyHash(2 * parent, to, at);
    this.#copyHash(2 * parent + 1, to, at + HASH_WORDS);
  }

  /** The versions below must have been aligned. */
  #copyHash(node: number, to: Int32Array, at: number): void {
    if (this.#hashes.copy(node, to, at)) return;
    if (this.#parent === undefined) copyWords(this.#base.table.words, node, to, at);
    else this.#parent.#copyHash(node, to, at);
  }

  /** Follows the base when it has grown: its buckets are half as wide now. */
  #align(): void {
    for (; this.#depth < this.#base.depth; this.#depth += 1) {
      const first = 2 ** (this.#depth + 1);
      this.#pages = this.#pages.halved(this.#depth, (index, root) => this.#hashes.set(first + index, root));
    }
  }
}

/** By the hash of the key, as they lie in the trie. */
function sorted(changes: Iterable<Change>): LeafChange[] {
  const list: LeafChange[] = [];
  for (const [key, value] of changes) list.push({ keyHash: hashKey(key), key, value });
  return list.sort(byKeyHash);
}

/** One for all versions: what V8 compiled of a function that is made anew for each would be gone with the next collection. */
function byKeyHash(a: LeafChange, b: LeafChange): number {
  return a.keyHash < b.keyHash ? -1 : 1;
}

const placed = new PlacedPage();
