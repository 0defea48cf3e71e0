import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makingGenesis, perform } from '../execution';
import { UNORDERED_STORES } from '../ledger/kernel-stores';
import type { ActiveModules } from '../module/active-modules';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { EMPTY, equalBytes, toHex } from '../primitives/bytes';
import { decodeBlock } from '../protocol/codec';
import type { GenesisDocument } from '../protocol/genesis';
import { chainIdOf } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import { ChainStore, StateStore, StorageFailed, VoteLog } from '../storage';
import { ExecutedBlock } from './executed-block';
import { forgetIfAsked } from './forget-chain';
import { installSnapshot, type OnInstalling } from './install-snapshot';
import { loadState } from './load-state';
import type { NodeLog } from './node-log';

/** What a node has on disk, opened and checked. */
export interface OpenChain {
  readonly store: ChainStore;
  readonly votes: VoteLog;
  /** The state of the newest final block. */
  readonly states: StateStore;
  readonly final: ExecutedBlock;
  /** The final block's own certificate; empty for genesis. */
  readonly certificate: Bytes;
  close(): Promise<void>;
}

interface OpenOptions {
  readonly dir: string;
  readonly genesis: GenesisDocument;
  readonly modules: ActiveModules;
  /** The node's own: when it does what is done now and then; see outOfStep. */
  readonly nodeKey?: PublicKey;
  readonly onInstalling?: OnInstalling | undefined;
  readonly log?: NodeLog;
}

/** Opens a node's data folder, making it on first start. Throws StorageFailed when what is there cannot be believed. */
export async function openChain(options: OpenOptions): Promise<OpenChain> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  forgetIfAsked(options.dir);
  const { nodeKey } = options;
  const parts: { close(): Promise<void> | void }[] = [];
  const close = async () => {
    for (const part of parts.splice(0).reverse()) await part.close();
  };
  try {
    const store = await ChainStore.open({ dir: join(options.dir, 'chain'), chainId: chainIdOf(options.genesis), nodeKey });
    parts.push(store);
    if (store.final === undefined) await commitGenesis(store, options);
    await installSnapshot(options.dir, store, options);
    const states = await StateStore.open({ dir: join(options.dir, 'state'), unordered: UNORDERED_STORES, nodeKey });
    parts.push(states);
    const loaded = await loadFinal(store, states);
    // A log of blocks holds more than one of votes.
    const isMined = options.genesis.consensus.engine === 'pow';
    const votes = new VoteLog({ dir: join(options.dir, 'votes'), nodeKey, ...(isMined && { segmentBytesMax: 2 * LIMITS.unfinalBytesMax }) });
    parts.push(votes);
    return { store, states, votes, ...loaded, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function commitGenesis(store: ChainStore, { genesis, modules }: { genesis: GenesisDocument; modules: ActiveModules }): Promise<void> {
  const { block, state, blockResult } = await perform(makingGenesis(genesis, modules));
  await store.commit([{ height: 0, blockId: block.id, block: block.bytes, txIds: [], results: [blockResult], certificate: undefined, stateWrites: state.changes() }]);
}

async function loadFinal(store: ChainStore, states: StateStore): Promise<Pick<OpenChain, 'final' | 'certificate'>> {
  const { height, blockId } = store.final!;
  const bytes = store.block(height);
  const results = store.results(height);
  if (bytes === undefined || results === undefined) throw new StorageFailed('corrupt', `block ${height} is missing from the database`);
  const block = decodeBlock(bytes);
  if (!equalBytes(block.id, blockId)) throw new StorageFailed('corrupt', `block ${height} on disk is not the block ${toHex(blockId)} that is final`);
  const state = await loadState(store, states, block.header);
  return { final: new ExecutedBlock(block, state, results), certificate: store.certificate(height) ?? EMPTY };
}
