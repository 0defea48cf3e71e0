import { join } from 'node:path';
import { fromHex, toHex, type Bytes } from '../primitives/bytes';
import { readCheckedFile, writeCheckedFile } from './checked-file';

const FORMAT = 'bystack-voting-seeds/1';

function pathIn(dataDir: string): string {
  return join(dataDir, 'voting-seeds.txt');
}

/** Seeds of voting keys that this node made to replace those it was given, oldest first. @throws StorageFailed when the file is damaged. */
export function loadVotingSeeds(dataDir: string): readonly Bytes[] {
  return readCheckedFile(pathIn(dataDir), 'the voting keys that this node made are lost', (content) => parse(JSON.parse(content) as { format?: unknown; seeds?: unknown })) ?? [];
}

/** Durable when it returns: before the chain hears of a key. */
export function writeVotingSeeds(dataDir: string, seeds: readonly Bytes[]): void {
  writeCheckedFile(pathIn(dataDir), JSON.stringify({ format: FORMAT, seeds: seeds.map(toHex) }));
}

function parse({ format, seeds }: { readonly format?: unknown; readonly seeds?: unknown }): Bytes[] {
  if (format !== FORMAT || !Array.isArray(seeds)) throw new Error('unknown form');
  return seeds.map((seed) => (typeof seed === 'string' ? fromHex(seed, 32) : undefined) ?? notSeed());
}

function notSeed(): never {
  throw new Error('not a seed in hex');
}
