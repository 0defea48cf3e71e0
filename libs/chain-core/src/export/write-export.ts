import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { hash } from '../crypto/hash';
import { parseGenesis } from '../protocol/check-genesis';
import { chunkHead, encodeEntry, sealChunk, type ExportEntry } from './chunk-codec';
import { ExportFailed } from './export-failed';
import { EXPORT } from './limits';
import { chunkFile, encodeManifest, GENESIS_FILE, MANIFEST_FILE, type ChunkFacts, type Manifest } from './manifest';

/** Where a chain is exported from. */
export interface ExportSource {
  readonly genesisBytes: Bytes;
  /** Of the newest final block. */
  readonly finalHeight: number;
  /** Of the oldest block that is here whole. */
  readonly keptFrom: number;
  /** undefined: this block is not here (any more). */
  entry(height: number): ExportEntry | undefined | Promise<ExportEntry | undefined>;
}

export interface ExportSink {
  /** Durable when it resolves. */
  write(file: string, bytes: Bytes): void | Promise<void>;
}

/** Collects entries until a chunk is full. */
class ChunkWriter {
  readonly #sink: ExportSink;
  readonly #done: ChunkFacts[] = [];
  #parts: Bytes[] = [];
  #bytes = 0;
  #firstHeight = 1;

  constructor(sink: ExportSink) {
    this.#sink = sink;
  }

  async add(entry: Bytes): Promise<void> {
    this.#parts.push(entry);
    this.#bytes += entry.length;
    if (this.#bytes >= EXPORT.chunkBytesMax || this.#parts.length >= EXPORT.chunkBlocksMax) await this.#close();
  }

  async end(): Promise<readonly ChunkFacts[]> {
    if (this.#parts.length > 0) await this.#close();
    return this.#done;
  }

  async #close(): Promise<void> {
    const { bytes, sha256 } = sealChunk([chunkHead(this.#firstHeight), ...this.#parts]);
    const lastHeight = this.#firstHeight + this.#parts.length - 1;
    await this.#sink.write(chunkFile(this.#done.length), bytes);
    this.#done.push({ firstHeight: this.#firstHeight, lastHeight, bytes: bytes.length, sha256: toHex(sha256) });
    this.#firstHeight = lastHeight + 1;
    this.#parts = [];
    this.#bytes = 0;
  }
}

/**
 * Writes everything final up to the newest block, on a chain of votes the newest with a certificate of its own. The manifest comes last: an export that was cut short has none.
 * @throws ExportFailed EXPORT_INCOMPLETE {height}: the source no longer has a block.
 */
export async function writeExport(source: ExportSource, sink: ExportSink, onChunk?: (lastHeight: number) => void): Promise<Manifest> {
  await sink.write(GENESIS_FILE, source.genesisBytes);
  const writer = new ChunkWriter(sink);
  const isCertified = parseGenesis(source.genesisBytes).consensus.engine === 'bft';
  const lastHeight = isCertified ? await newestCertified(source) : source.finalHeight;
  for (let height = 1; height <= lastHeight; height += 1) {
    const entry = await source.entry(height);
    if (entry === undefined) throw new ExportFailed('EXPORT_INCOMPLETE', `block ${height} is not here: this node keeps blocks from ${source.keptFrom} on. Export from one that keeps them all`, { height });
    await writer.add(encodeEntry(entry));
    if (height % EXPORT.chunkBlocksMax === 0) onChunk?.(height);
  }
  const manifest: Manifest = { format: 'bystack-export/1', chainId: toHex(hash(source.genesisBytes)), lastHeight, chunks: await writer.end() };
  await sink.write(MANIFEST_FILE, encodeManifest(manifest));
  return manifest;
}

/** Blocks above it are final too, but nothing here would prove it. */
async function newestCertified(source: ExportSource): Promise<number> {
  let height = source.finalHeight;
  while (height > 0 && ((await source.entry(height))?.certificate.length ?? 0) === 0) height -= 1;
  return height;
}
