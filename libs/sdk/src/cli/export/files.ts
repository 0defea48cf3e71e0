import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportReader, ExportSink } from '@bystack/chain-core/export';

/** The files of an export in a folder. Written ones are whole and on disk, or not there. */
export function exportFiles(dir: string): ExportReader & ExportSink {
  return {
    read: (file, bytesMax) => {
      const path = join(dir, file);
      return existsSync(path) && statSync(path).isFile() && statSync(path).size <= bytesMax ? new Uint8Array(readFileSync(path)) : undefined;
    },
    write: (file, bytes) => {
      const path = join(dir, file);
      const unfinished = openSync(`${path}.part`, 'w', 0o644);
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(unfinished, bytes, at);
        fsyncSync(unfinished);
      } finally {
        closeSync(unfinished);
      }
      renameSync(`${path}.part`, path);
    },
  };
}
