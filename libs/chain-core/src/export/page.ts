import { malformed } from '../codec/malformed';
import type { Bytes } from '../primitives/bytes';
import { chunkHead, decodeChunk, encodeEntry, sealChunk, type ExportEntry } from './chunk-codec';
import { EXPORT } from './limits';
import type { ExportSource } from './write-export';

/**
 * Final blocks from a height on as one chunk (format.md) of bounded size: how a running chain is exported, page by page.
 * @returns a chunk without entries when nothing final is there yet.
 */
export async function exportPage(source: ExportSource, fromHeight: number): Promise<Bytes> {
  const parts = [chunkHead(fromHeight)];
  let bytes = 0;
  for (let height = fromHeight; height <= source.finalHeight && bytes < EXPORT.pageBytesMax && parts.length <= EXPORT.chunkBlocksMax; height += 1) {
    const entry = await source.entry(height);
    if (entry === undefined) break;
    const encoded = encodeEntry(entry);
    parts.push(encoded);
    bytes += encoded.length;
  }
  return sealChunk(parts).bytes;
}

export interface PagedOptions {
  readonly genesisBytes: Bytes;
  readonly finalHeight: number;
  /** A page that begins at a height, as exportPage makes it. */
  page(fromHeight: number): Promise<Bytes>;
}

/**
 * Exports out of pages that somebody else hands out. They need not be believed: whoever checks the export executes it again.
 * @throws from `entry`: Refusal MALFORMED for what is no page.
 */
export function pagedSource({ genesisBytes, finalHeight, page }: PagedOptions): ExportSource {
  let firstHeight = 0;
  let entries: readonly ExportEntry[] = [];
  const entry = async (height: number): Promise<ExportEntry | undefined> => {
    if (height < firstHeight || height >= firstHeight + entries.length) {
      const chunk = decodeChunk(await page(height));
      if (chunk.firstHeight !== height) malformed('chunk.firstHeight', 'it is not the page that was asked for');
      ({ firstHeight, entries } = chunk);
    }
    return entries[height - firstHeight];
  };
  return { genesisBytes, finalHeight, keptFrom: 1, entry };
}
