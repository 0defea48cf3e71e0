import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '../primitives/bytes';
import type { BlockHeader } from '../protocol/block';
import type { Change } from '../state/key-value-source';
import { StateVersion } from '../state/state-version';
import { ChainStore, StateStore } from '../storage';
import { MemoryKeyValueSource } from '../testing/memory-source';
import { loadState } from './load-state';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'load-state-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const chainId = new Uint8Array(32).fill(9);
const bounds = { bucketBytesMax: 20_000, keyPagesMax: 4, dirtyBucketsMax: 40, segmentBytesMax: 24_000, writeBytes: 3_000 };

async function open(dir: string): Promise<{ store: ChainStore; states: StateStore }> {
  const store = await ChainStore.open({ dir: join(dir, 'chain'), chainId });
  return { store, states: await StateStore.open({ dir: join(dir, 'state'), unordered: ['u'], bounds }) };
}

/** What each block changes: some new, some changed, some gone. */
function changesOf(height: number): Change[] {
  return Array.from({ length: 60 }, (_, i): Change => {
    const n = (height * 37 + i * 11) % 700;
    return [`${n % 3 === 0 ? 'k' : 'u'}${n}`, (height + i) % 5 === 0 ? undefined : utf8(`${height}:${n}`)];
  });
}

/** State roots by height, from a plain map. */
function rootsUpTo(height: number): Uint8Array[] {
  const model = new MemoryKeyValueSource();
  return Array.from({ length: height + 1 }, (_, at) => {
    model.write(changesOf(at));
    return StateVersion.ofEntries(model.entries()).root;
  });
}

test('killed at any moment, it comes back with the state of its newest durable block', async () => {
  const blocks = 40;
  const roots = rootsUpTo(blocks);
  const running = join(root, 'running');
  const { store, states } = await open(running);
  let version = StateVersion.ofBase(states.base);
  let images = 0;
  /** What is on disk at this moment is what a start after kill -9 finds. */
  const kill = async () => {
    const dir = join(root, `image-${(images += 1)}`);
    cpSync(running, dir, { recursive: true, filter: (path) => !path.endsWith('LOCK') });
    const found = await open(dir);
    const { height } = found.store.final!;
    const loaded = await loadState(found.store, found.states, { height, stateRoot: roots[height] } as BlockHeader);
    expect(loaded.root).toEqual(roots[height]);
    await found.states.close();
    await found.store.close();
    rmSync(dir, { recursive: true });
    return height;
  };
  for (let height = 0; height <= blocks; height += 1) {
    const overlay = version.begin();
    for (const [key, value] of changesOf(height)) {
      if (value === undefined) overlay.delete(key);
      else overlay.put(key, value);
    }
    version = version.commit(overlay);
    expect(version.root).toEqual(roots[height]);
    await store.commit([{ height, blockId: Buffer.alloc(32, height), block: utf8('block'), txIds: [], results: [], certificate: undefined, stateWrites: version.changes() }]);
    expect(await kill()).toBe(height);
    version.settle();
    states.settled(60, 0);
    expect(await kill()).toBe(height);
    if (height % 6 !== 5) continue;
    const checkpoint = states.checkpoint(() => height);
    await kill(); // Pages are appended, the directory is not written yet, or is being written.
    await checkpoint;
    await kill(); // The directory is new, old changes are still there.
    await store.forgetStateChanges(height);
    await kill();
  }
  await states.close();
  await store.close();
}, 60_000);
