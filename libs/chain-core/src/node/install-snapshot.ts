import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UNORDERED_STORES } from '../ledger/kernel-stores';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { decodeHeader } from '../protocol/codec';
import type { StateLeaf } from '../state/page';
import { decodeStateRange } from '../state/range-codec';
import { SnapshotStaging, StateStore, StorageFailed } from '../storage';
import type { ChainStore } from '../storage';
import { boundsFrom, openStagedHead, prove } from '../sync';
import type { StagedHead } from '../sync';
import { adoptHeaders, leadTo, standsOnFinal } from './adopt-headers';
import { nextTurn } from './clock';
import type { NodeLog } from './node-log';
import { WorkHeadersDir } from './work-headers-dir';

/** Where a snapshot that is being fetched lies in a node's folder. */
export function stagingOf(dir: string): SnapshotStaging {
  return new SnapshotStaging({ dir: join(dir, 'snapshot') });
}

/** How far the state of a block is put in place (`share`, from 0 to 1), and what is the newest final block until then. */
export interface Installing {
  readonly height: number;
  readonly share: number;
  readonly final: { readonly height: number; readonly id: Hash; readonly timeMs: number };
}
export type OnInstalling = (progress: Installing) => void;

export interface InstallParts {
  readonly onInstalling?: OnInstalling | undefined;
  readonly log?: NodeLog;
}

/**
 * Puts a snapshot in the place of what the node had, before its state is opened. It is all here and proved; a crash leaves it to be done again from the
 * beginning, until 4. Others have their turn after every range:
 *   1. the state is written to a folder of its own, with a checkpoint;
 *   2. on chains of proof of work the headers before the snapshot's block are kept (adopt-headers.ts); then that block becomes the newest final one, in one
 *      durable batch;
 *   3. the new state takes the place of the old one;
 *   4. the snapshot is not complete any more, then gone.
 */
export async function installSnapshot(dir: string, store: ChainStore, { onInstalling = () => undefined, log = () => undefined }: InstallParts = {}): Promise<void> {
  const staging = stagingOf(dir);
  if (!staging.isComplete) return forgetIfOld(dir, staging, store);
  const staged = openStagedHead(staging.head) ?? damaged();
  const { header } = staged.block;
  const isAdopted = equalBytes(staged.block.id, store.final!.blockId); // Killed after 2.
  if (header.work !== undefined && !isAdopted && !(await leadTo(dir, staged.block))) return fetchHeadersAgain(dir, staging, log);
  // Something became final in the moment before the node was closed.
  if (header.height < store.final!.height || (header.work !== undefined && !isAdopted && !standsOnFinal(dir, store.final!))) return staging.discard();
  const final = finalOf(store);
  await writeState(join(dir, 'state.new'), staging, header, (share) => onInstalling({ height: header.height, share, final })); // 1
  if (header.work !== undefined && !isAdopted) await adoptHeaders(dir, store, staged.block); // 2
  await adopt(store, staged);
  rmSync(join(dir, 'state'), { recursive: true, force: true }); // 3
  renameSync(join(dir, 'state.new'), join(dir, 'state'));
  staging.discard(); // 4
  new WorkHeadersDir(dir).remove();
}

/** The state has to wait: its parts stay, and headers are fetched again. */
function fetchHeadersAgain(dir: string, staging: SnapshotStaging, log: NodeLog): void {
  staging.reopen();
  const aside = new WorkHeadersDir(dir).setAside();
  log('error', 'headers that were fetched with a state are damaged: they are set aside and fetched again', { aside });
}

function finalOf(store: ChainStore): Installing['final'] {
  const { height, blockId: id } = store.final!;
  const header = store.header(height);
  return { height, id, timeMs: header === undefined ? 0 : decodeHeader(header.bytes).timeMs };
}

/** What is on its way to a node that has come further meanwhile, or was being removed when a crash came, is of no use. */
function forgetIfOld(dir: string, staging: SnapshotStaging, store: ChainStore): void {
  const staged = openStagedHead(staging.head);
  if (staged !== undefined && staged.block.header.height <= store.final!.height) staging.discard();
  const headers = new WorkHeadersDir(dir);
  const best = headers.best();
  const isOld = best.top <= store.final!.height;
  best.close();
  if (isOld) headers.remove();
}

async function writeState(dir: string, staging: SnapshotStaging, { height, stateRoot }: { readonly height: number; readonly stateRoot: Hash }, onShare: (share: number) => void): Promise<void> {
  if (existsSync(dir)) rmSync(dir, { recursive: true });
  const states = await StateStore.open({ dir, unordered: UNORDERED_STORES });
  try {
    const starts = staging.starts();
    let steps = 0;
    const stepIsDone = () => {
      steps += 1;
      onShare(steps / (2 * starts.length));
      return nextTurn();
    };
    let count = 0;
    for (const from of starts) {
      count += decodeStateRange(staging.read(from)).entries.length;
      await stepIsDone();
    }
    const loading = states.loading(count);
    // In ascending order of key hash, as the names of the ranges are.
    for (const from of starts) {
      for (const leaf of openKept(staging, stateRoot, from)) loading.add(leaf);
      await stepIsDone();
    }
    loading.end();
    if (!equalBytes(states.base.root, stateRoot)) damaged();
    await states.checkpoint(() => height);
  } finally {
    await states.close();
  }
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
