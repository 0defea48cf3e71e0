import { fromBinary, hashBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { Change, Entry, KeyValueSource, RangeOptions } from './key-value-source';
import { Overlay } from './overlay';
import { proveInTrie, type StateProof } from './proof';
import type { StateKey } from './store-key';
import { EMPTY_ROOT, updateTrie, type Trie, type TrieUpdate } from './trie';

/**
 * The state after one block: its trie, and its changes on top of its parent's state, down to the base (the state of the newest final
 * block, as it lies on disk). Several versions may stand on one parent.
 *
 * When a block is final its changes are written to the base and then `settle()` is called, oldest first; from then on its version reads
 * the base itself, and versions that stand beside it on the same parent are dead.
 */
export class StateVersion implements KeyValueSource {
  private changed: Overlay | undefined;
  private parent: StateVersion | undefined;
  /** The base has moved on past this version. */
  private overtaken = false;

  private constructor(
    private readonly base: KeyValueSource,
    private readonly trie: Trie,
    parent: StateVersion | undefined,
    changed: Overlay | undefined,
  ) {
    this.parent = parent;
    this.changed = changed;
  }

  /** The version whose state is the base's. @param entries all of the base, in any order. */
  static ofBase(base: KeyValueSource, entries: Iterable<Entry>): StateVersion {
    return new StateVersion(base, updateTrie(undefined, toUpdates(entries)), undefined, undefined);
  }

  get root(): Hash {
    return fromBinary(this.trie?.hash ?? EMPTY_ROOT);
  }

  get(key: StateKey): Bytes | undefined {
    return this.source().get(key);
  }

  range(options: RangeOptions): readonly Entry[] {
    return this.source().range(options);
  }

  /** An overlay to execute on; nothing happens to this version. */
  begin(): Overlay {
    return new Overlay(this);
  }

  /** The version after the overlay's changes. The overlay must have been begun here and not be written to afterwards. */
  commit(overlay: Overlay): StateVersion {
    return new StateVersion(this.base, updateTrie(this.trie, toUpdates(overlay.changes())), this, overlay);
  }

  /** Changes against the parent, for the disk. Empty once settled. */
  changes(): Iterable<Change> {
    return this.changed?.changes() ?? [];
  }

  /** Says that the base now holds this version's changes. */
  settle(): void {
    if (this.parent === undefined) return;
    invariant(this.parent.parent === undefined, 'states settle in the order of blocks');
    this.parent.overtaken = true;
    this.parent = undefined;
    this.changed = undefined;
  }

  /** @param key full key, as bytes. */
  prove(key: Bytes): StateProof {
    return proveInTrie(this.trie, key);
  }

  private source(): KeyValueSource {
    invariant(!this.overtaken, 'a state that was overtaken by a final block is read no more');
    return this.changed ?? this.base;
  }
}

/** Changes, or entries, as updates of the trie: sorted by the hash of the key. */
function toUpdates(changes: Iterable<Change>): TrieUpdate[] {
  const updates: TrieUpdate[] = [];
  for (const [key, value] of changes) updates.push({ key: hashKey(key), valueHash: value === undefined ? undefined : hashBinary(value) });
  return updates.sort((a, b) => (a.key < b.key ? -1 : 1));
}

const keyBuffer = Buffer.alloc(1024);

function hashKey(key: StateKey): string {
  invariant(key.length <= keyBuffer.length, 'a key is short');
  return hashBinary(keyBuffer.subarray(0, keyBuffer.write(key, 0, 'latin1')));
}
