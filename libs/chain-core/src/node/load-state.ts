import type { Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import type { BlockHeader } from '../protocol/block';
import { makeLeaf } from '../state/bucket';
import type { Change } from '../state/key-value-source';
import { hashKey } from '../state/state-base';
import { StateVersion } from '../state/state-version';
import { StorageFailed } from '../storage';
import type { ChainStore, StateStore } from '../storage';
import { NODE } from './limits';

/**
 * The state of the newest final block: that of the newest checkpoint, and what the blocks since then changed. A database of the first
 * format is upgraded first. Throws StorageFailed unless it has the root the block commits to.
 */
export async function loadState(store: ChainStore, states: StateStore, { height, stateRoot }: BlockHeader): Promise<StateVersion> {
  if (store.format === 1) await upgrade(store, states, { height, stateRoot });
  if (states.checkpointHeight > height) throw new StorageFailed('corrupt', `the state on disk is of height ${states.checkpointHeight}, and the newest block there is ${height}`);
  let version = StateVersion.ofBase(states.base);
  let changes: Change[] = [];
  for (let at = states.checkpointHeight + 1; at <= height; at += 1) {
    changes.push(...(store.stateChanges(at) ?? noChanges(states, at)));
    if (changes.length < NODE.replayChangesMin && at < height) continue;
    version = replay(version, changes, states);
    changes = [];
  }
  checkRoot(version.root, { height, stateRoot });
  return version;
}

function checkRoot(root: Hash, { height, stateRoot }: Pick<BlockHeader, 'height' | 'stateRoot'>): void {
  if (!equalBytes(root, stateRoot)) throw new StorageFailed('corrupt', `the state on disk is not the one block ${height} commits to`);
}

/** Many blocks at once: only the last root is compared with anything. */
function replay(version: StateVersion, changes: readonly Change[], states: StateStore): StateVersion {
  const overlay = version.begin();
  for (const [key, value] of changes) {
    if (value === undefined) overlay.delete(key);
    else overlay.put(key, value);
  }
  const next = version.commit(overlay);
  next.settle();
  states.settled(0, 0);
  return next;
}

function noChanges(states: StateStore, height: number): never {
  const since = states.checkpointHeight < 0 ? 'there is no state on disk' : `the state on disk is of height ${states.checkpointHeight}`;
  throw new StorageFailed('corrupt', `${since}, and what block ${height} changed in it is missing: put the whole data folder back, or remove it to fetch everything from other nodes`);
}

/** Format 1 kept every entry in the database of blocks. Killed in the middle, this begins anew. */
async function upgrade(store: ChainStore, states: StateStore, block: Pick<BlockHeader, 'height' | 'stateRoot'>): Promise<void> {
  if (states.checkpointHeight < 0) {
    const leaves = (await store.oldState()).map(([key, value]) => makeLeaf(hashKey(key), key, value));
    states.load(leaves.sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1)), leaves.length);
    checkRoot(states.base.root, block);
    await states.checkpoint(() => block.height);
  }
  await store.upgraded();
}
