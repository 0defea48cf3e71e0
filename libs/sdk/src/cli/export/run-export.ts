import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { writeExport, type ExportSource } from '@bystack/chain-core/export';
import type { Answer, Call } from '../command';
import { UsageError } from '../exit';
import { isDataFolder, openDataFolder } from './data-folder';
import { exportFiles } from './files';

/** Exports out of the folder of a stopped node. */
export async function runExport(call: Call): Promise<Answer> {
  const { FOLDER, DIR } = call.arguments;
  if (!isDataFolder(FOLDER)) throw new UsageError(`${FOLDER} is no node's folder: there is no genesis.json with data/chain beside it.`);
  if (existsSync(DIR) && readdirSync(DIR).length > 0) throw new UsageError(`${DIR} is not empty.`);
  const opened = await openDataFolder(FOLDER);
  try {
    mkdirSync(DIR, { recursive: true });
    return await write(opened.source, DIR, call);
  } finally {
    await opened.close();
  }
}

async function write(source: ExportSource, dir: string, call: Call): Promise<Answer> {
  const manifest = await writeExport(source, exportFiles(dir), (height) => call.progress(`up to block ${height} of ${source.finalHeight}`));
  const bytes = manifest.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  const said = `Blocks 1 to ${manifest.lastHeight} of chain ${manifest.chainId} are in ${dir} (${manifest.chunks.length} file(s), ${bytes} bytes).\nAnybody checks them with \`bystack chain verify ${dir}\`.`;
  return { json: { chainId: manifest.chainId, lastHeight: manifest.lastHeight, chunks: manifest.chunks.length, bytes }, text: said };
}
