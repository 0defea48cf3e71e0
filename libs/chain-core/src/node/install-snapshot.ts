import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UNORDERED_STORES } from '../ledger/kernel-stores';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { decodeHeader } from '../protocol/codec';
import type { StateLeaf } from '../state/bucket';
import { decodeStateRange } from '../state/range-codec';
import { SnapshotStaging, StateStore, StorageFailed } from '../storage';
import type { ChainStore } from '../storage';
import { boundsFrom, openStagedHead, prove } from '../sync';
import type { StagedHead } from '../sync';

/** Where a snapshot that is being fetched lies in a node's folder. */
export function stagingOf(dir: string): SnapshotStaging {
  return new SnapshotStaging({ dir: join(dir, 'snapshot') });
}

/**
 * Puts a snapshot in the place of what the node had, before its state is opened. It is all here and proved; a crash leaves it to be done again from the
 * beginning, until 4:
 *   1. the state is written to a folder of its own, with a checkpoint;
 *   2. the snapshot's block becomes the newest final one, in one durable batch;
 *   3. the new state takes the place of the old one;
 *   4. the snapshot is not complete any more, then gone.
 */
export async function installSnapshot(dir: string, store: ChainStore): Promise<void> {
  const staging = stagingOf(dir);
  if (!staging.isComplete) return forgetIfOld(staging, store);
  const staged = openStagedHead(staging.head) ?? damaged();
  const { header } = staged.block;
  await writeState(join(dir, 'state.new'), staging, header); // 1
  await adopt(store, staged); // 2
  rmSync(join(dir, 'state'), { recursive: true, force: true }); // 3
  renameSync(join(dir, 'state.new'), join(dir, 'state'));
  staging.discard(); // 4
}

/** What is on its way to a node that has come further meanwhile, or was being removed when a crash came, is of no use. */
function forgetIfOld(staging: SnapshotStaging, store: ChainStore): void {
  const staged = openStagedHead(staging.head);
  if (staged !== undefined && staged.block.header.height <= store.final!.height) staging.discard();
}

async function writeState(dir: string, staging: SnapshotStaging, { height, stateRoot }: { readonly height: number; readonly stateRoot: Hash }): Promise<void> {
  if (existsSync(dir)) rmSync(dir, { recursive: true });
  const states = await StateStore.open({ dir, unordered: UNORDERED_STORES });
  try {
    states.load(leavesOf(staging, stateRoot), countOf(staging));
    if (!equalBytes(states.base.root, stateRoot)) damaged();
    await states.checkpoint(() => height);
  } finally {
    await states.close();
  }
}

function countOf(staging: SnapshotStaging): number {
  return staging.starts().reduce((count, from) => count + decodeStateRange(staging.read(from)).entries.length, 0);
}

/** In ascending order of key hash, as the names of the ranges are. */
function* leavesOf(staging: SnapshotStaging, stateRoot: Hash): Generator<StateLeaf> {
  for (const from of staging.starts()) yield* openKept(staging, stateRoot, from);
}

function openKept(staging: SnapshotStaging, stateRoot: Hash, from: string): readonly StateLeaf[] {
  const proven = prove(stateRoot, boundsFrom(from), staging.read(from));
  return typeof proven === 'string' ? damaged() : proven.leaves;
}

async function adopt(store: ChainStore, { head, block, handOvers }: StagedHead): Promise<void> {
  const ends = handOvers.map(({ header, certificate, closing }) => ({ ...placeOf(header), header, certificate, closing }));
  await store.adopt({
    height: block.header.height, blockId: block.id, block: head.block, results: head.results, certificate: head.certificate,
    txIds: block.transactions.map(({ txId }) => txId),
    headers: [...ends.map(({ height, header }) => ({ height, bytes: header })), ...head.past.map((bytes) => ({ ...placeOf(bytes), bytes }))],
    handOvers: ends,
  });
}

function placeOf(header: Bytes): { readonly height: number; readonly epoch: number } {
  const { height, epoch } = decodeHeader(header);
  return { height, epoch };
}

function damaged(): never {
  throw new StorageFailed('corrupt', 'the snapshot in the folder was damaged after it was fetched: remove the folder "snapshot" below data');
}
