import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { StorageFailed } from '../storage';

/** A small file of one line that a node must not lose: with a checksum, replaced as a whole. @returns what `parse` makes of it; undefined when there is none. @throws StorageFailed when it is damaged, with `loss`: what that means. */
export function readCheckedFile<T>(path: string, loss: string, parse: (content: string) => T): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StorageFailed('failed', `${basename(path)} cannot be read`, { cause: error });
  }
  try {
    const [content = '', check] = text.split('\n');
    if (check !== checkOf(content)) throw new Error('it does not fit its checksum');
    return parse(content);
  } catch (error) {
    throw new StorageFailed('corrupt', `${basename(path)} is damaged: ${loss}`, { cause: error });
  }
}

/** Durable when it returns: before anything is said that it speaks of. @throws StorageFailed */
export function writeCheckedFile(path: string, content: string): void {
  try {
    const file = openSync(`${path}.new`, 'w', 0o600);
    writeSync(file, `${content}\n${checkOf(content)}\n`);
    sync(file);
    renameSync(`${path}.new`, path);
    sync(openSync(dirname(path), 'r'));
  } catch (error) {
    throw new StorageFailed('failed', `${basename(path)} cannot be written`, { cause: error });
  }
}

function checkOf(content: string): string {
  return crc32(content).toString(16).padStart(8, '0');
}

function sync(file: number): void {
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
