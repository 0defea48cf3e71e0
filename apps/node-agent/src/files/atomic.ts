import { closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a file so that a crash at any instant leaves the old or the new one whole: (1) write beside it, (2) fsync, (3) rename,
 * (4) fsync the folder, without which the rename itself may be lost.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array, mode = 0o600): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', mode);
  try {
    fchmodSync(file, mode);
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  syncFolder(dirname(path));
}

export function writeJsonAtomic(path: string, value: unknown, mode = 0o600): void {
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, mode);
}

export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Makes a folder (and its parents) only the owner can enter. */
export function makeFolder(path: string, mode = 0o700): void {
  mkdirSync(path, { recursive: true, mode });
}

/** @returns the file's text, or undefined when there is none. */
export function readTextIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @returns the parsed file; undefined when it is absent. A damaged file throws: it was written atomically, so damage is not a crash of ours. */
export function readJsonIfAny<T>(path: string): T | undefined {
  const text = readTextIfAny(path);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}
