import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { writeExport } from '@bystack/chain-core/export';
import type { Answer, Call } from '../command';
import { UsageError } from '../exit';
import { isDataFolder, openDataFolder } from './data-folder';
import { exportFiles } from './files';
import { openRunningChain } from './running-chain';

/** Exports out of a running chain, or out of the folder of a stopped node. */
export async function runExport(call: Call): Promise<Answer> {
  const { CHAIN, DIR } = call.arguments;
  if (existsSync(DIR) && (!statSync(DIR).isDirectory() || readdirSync(DIR).length > 0)) throw new UsageError(`${DIR} is not an empty folder.`);
  const { source, close } = await (isFolder(CHAIN) ? openDataFolder(CHAIN) : openRunningChain(call, CHAIN));
  try {
    mkdirSync(DIR, { recursive: true });
    const manifest = await writeExport(source, exportFiles(DIR), (height) => call.progress(`up to block ${height} of ${source.finalHeight}`));
    const bytes = manifest.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    const said = `Blocks 1 to ${manifest.lastHeight} of chain ${manifest.chainId} are in ${DIR} (${manifest.chunks.length} file(s), ${bytes} bytes).\nAnybody checks them with \`bystack chain verify ${DIR}\`.`;
    return { json: { chainId: manifest.chainId, lastHeight: manifest.lastHeight, chunks: manifest.chunks.length, bytes }, text: said };
  } finally {
    await close();
  }
}

/** Names of chains and folders can look alike: a path to something that is there must be a node's folder. */
function isFolder(chain: string): boolean {
  if (isDataFolder(chain)) return true;
  if (chain.includes('/') && existsSync(chain)) throw new UsageError(`${chain} is no node's folder: there is no genesis.json with data/chain beside it.`);
  return false;
}
