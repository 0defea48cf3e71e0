import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError } from './exit';

export const STDIN = 0;
const CHUNK_BYTES = 64 * 1024;
type Source = string | typeof STDIN;

/** Never more than the most it may have, whatever the file says of its size: a device has none. @param option what the file was given as, for the message @throws UsageError: it cannot be read, or is too large */
export function readBounded(file: Source, option: string, bytesMax: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let left = bytesMax;
  whileOpen(file, option, (read) => {
    for (let chunk = read(); chunk.length > 0; chunk = read()) {
      left -= chunk.length;
      if (left < 0) throw new UsageError(`${option}: ${file === STDIN ? 'standard input' : file} is larger than ${bytesMax / 1024 ** 2} MiB, which is more than this ever takes. Is it the right one?`);
      chunks.push(chunk);
    }
  });
  return new Uint8Array(Buffer.concat(chunks));
}

function whileOpen(file: Source, option: string, work: (read: () => Uint8Array) => void): void {
  let opened: number | undefined;
  try {
    const descriptor = file === STDIN ? STDIN : (opened = openSync(file, 'r'));
    work(() => {
      const chunk = new Uint8Array(CHUNK_BYTES);
      return chunk.subarray(0, readSync(descriptor, chunk));
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${option}: ${file === STDIN ? 'standard input' : file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

