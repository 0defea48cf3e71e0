import { chunkHead, decodeChunk, encodeEntry, sealChunk, type ExportEntry } from '../export/chunk-codec';
import { ExportFailed } from '../export/export-failed';
import { chunkFile, encodeManifest, MANIFEST_FILE, readManifest } from '../export/manifest';
import { verifyExport } from '../export/verify-export';
import type { ModuleRegistry } from '../module/registry';
import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';

/** An export in memory, and changed copies of it. */
export class MemoryExport {
  readonly all = new Map<string, Bytes>();

  write(file: string, bytes: Bytes): void {
    this.all.set(file, bytes);
  }

  read(file: string): Bytes | undefined {
    return this.all.get(file);
  }

  with(file: string, bytes: Bytes | undefined): MemoryExport {
    const copy = new MemoryExport();
    for (const [name, content] of this.all) copy.all.set(name, content);
    if (bytes === undefined) copy.all.delete(file);
    else copy.all.set(file, bytes);
    return copy;
  }

  /** The same first chunk with other entries, sealed and listed as if it had been written so: what the hashes cannot show. */
  resealed(change: (entries: readonly ExportEntry[]) => readonly ExportEntry[]): MemoryExport {
    const file = chunkFile(0);
    const entries = change(decodeChunk(this.all.get(file)!).entries);
    const { bytes, sha256 } = sealChunk([chunkHead(1), ...entries.map(encodeEntry)]);
    const manifest = readManifest(this.all.get(MANIFEST_FILE)!);
    const facts = { firstHeight: 1, lastHeight: entries.length, bytes: bytes.length, sha256: toHex(sha256) };
    return this.with(file, bytes).with(MANIFEST_FILE, encodeManifest({ ...manifest, lastHeight: entries.length, chunks: [facts] }));
  }
}

/** What checking an export finds wrong; undefined: it holds. */
export async function faultOf(changed: MemoryExport, registry: ModuleRegistry): Promise<ExportFailed | undefined> {
  try {
    await verifyExport(changed, { registry });
    return undefined;
  } catch (error) {
    if (error instanceof ExportFailed) return error;
    throw error;
  }
}
