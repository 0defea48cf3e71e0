import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeGenesis } from '../execution';
import type { ActiveModules } from '../module/active-modules';
import type { Bytes } from '../primitives/bytes';
import { EMPTY, equalBytes, toHex } from '../primitives/bytes';
import { decodeBlock, encodeBlockResult } from '../protocol/codec';
import type { GenesisDocument } from '../protocol/genesis';
import { chainIdOf } from '../protocol/ids';
import { MemoryKeyValueSource } from '../state/key-value-source';
import { StateVersion } from '../state/state-version';
import { ChainStore, StorageFailed, VoteLog } from '../storage';
import { ExecutedBlock } from './executed-block';

/** What a node has on disk, opened and checked. */
export interface OpenChain {
  readonly store: ChainStore;
  readonly votes: VoteLog;
  /** The state of the newest final block. */
  readonly base: MemoryKeyValueSource;
  readonly final: ExecutedBlock;
  /** The final block's own certificate; empty for genesis. */
  readonly certificate: Bytes;
  close(): Promise<void>;
}

/** Opens a node's data folder, making it on first start. Throws StorageFailed when what is there cannot be believed. */
export async function openChain(options: { readonly dir: string; readonly genesis: GenesisDocument; readonly modules: ActiveModules }): Promise<OpenChain> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const store = await ChainStore.open({ dir: join(options.dir, 'chain'), chainId: chainIdOf(options.genesis) });
  let votes: VoteLog | undefined;
  try {
    if (store.final === undefined) await commitGenesis(store, options);
    const loaded = await loadFinal(store);
    const log = new VoteLog({ dir: join(options.dir, 'votes') });
    votes = log;
    return { store, votes, ...loaded, close: async () => (log.close(), store.close()) };
  } catch (error) {
    votes?.close();
    await store.close();
    throw error;
  }
}

async function commitGenesis(store: ChainStore, { genesis, modules }: { genesis: GenesisDocument; modules: ActiveModules }): Promise<void> {
  const { block, state } = makeGenesis(genesis, modules);
  const results = [encodeBlockResult({ events: [], effects: [] })];
  await store.commit([{ height: 0, blockId: block.id, block: block.bytes, txIds: [], results, certificate: undefined, stateWrites: state.changes() }]);
}

async function loadFinal(store: ChainStore): Promise<Pick<OpenChain, 'base' | 'final' | 'certificate'>> {
  const { height, blockId } = store.final!;
  const bytes = store.block(height);
  const results = store.results(height);
  if (bytes === undefined || results === undefined) throw new StorageFailed('corrupt', `block ${height} is missing from the database`);
  const block = decodeBlock(bytes);
  if (!equalBytes(block.id, blockId)) throw new StorageFailed('corrupt', `block ${height} on disk is not the block ${toHex(blockId)} that is final`);
  const base = new MemoryKeyValueSource(await store.loadState());
  const state = StateVersion.ofBase(base, base.entries());
  if (!equalBytes(state.root, block.header.stateRoot)) throw new StorageFailed('corrupt', `the state on disk is not the one block ${height} commits to`);
  return { base, final: new ExecutedBlock(block, state, results), certificate: store.certificate(height) ?? EMPTY };
}
