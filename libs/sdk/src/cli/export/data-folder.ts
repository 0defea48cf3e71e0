import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeSource, type ExportSource } from '@bystack/chain-core/export';
import { hash } from '@bystack/chain-core/crypto/hash';
import { ChainStore, StorageFailed } from '@bystack/chain-core/storage';
import { LocalError } from '../exit';

/** Whether this is the folder of a node: with its genesis document and its database. */
export function isDataFolder(folder: string): boolean {
  return existsSync(join(folder, 'genesis.json')) && existsSync(join(folder, 'data', 'chain'));
}

/** Opens a stopped node's database. @throws LocalError in words, with the code of what is wrong with it. */
export async function openDataFolder(folder: string): Promise<{ source: ExportSource; close(): Promise<void> }> {
  const genesisBytes = new Uint8Array(readFileSync(join(folder, 'genesis.json')));
  try {
    const store = await ChainStore.open({ dir: join(folder, 'data', 'chain'), chainId: hash(genesisBytes) });
    return { source: storeSource(store, genesisBytes), close: () => store.close() };
  } catch (error) {
    if (!(error instanceof StorageFailed)) throw error;
    if (error.kind === 'in-use') throw new LocalError('NODE_RUNS', 'The node of this folder is running: stop it first (`bystack nodes stop`).');
    throw new LocalError(error.kind === 'corrupt' ? 'DATA_CORRUPT' : 'DISK_FAILED', `${error.message}.`);
  }
}
