import { join } from 'node:path';
import { fromHex, toHex, type Bytes, type Hash } from '../../primitives/bytes';
import { readCheckedFile, writeCheckedFile } from '../checked-file';

/** What a node must not forget about starting again. */
export interface RecoveryRecord {
  /** In this epoch the node votes no more. */
  readonly epoch: number;
  /** Seed of the key that its seat votes with afterwards. */
  readonly votingSeed: Bytes;
  /** Seeds from earlier times, which the seat may still vote with. */
  readonly earlierSeeds: readonly Bytes[];
  /** The only block that the node key has signed as the last one of that epoch. */
  readonly signed?: Hash;
  /** The blocks that this node has built to end it. */
  readonly blocks?: readonly [Bytes, Bytes];
}

const FORMAT = 'bystack-recovery/1';

function pathIn(dataDir: string): string {
  return join(dataDir, 'recovery.txt');
}

/** @returns undefined when the node never was to start again. @throws StorageFailed when the file is damaged. */
export function loadRecovery(dataDir: string): RecoveryRecord | undefined {
  const loss = 'without it nobody knows whether this node has signed the end of an epoch';
  return readCheckedFile(pathIn(dataDir), loss, (content) => parse(JSON.parse(content) as Readonly<Record<string, unknown>>));
}

/** Durable when it returns: before anything is said that it speaks of. */
export function writeRecovery(dataDir: string, { epoch, votingSeed, earlierSeeds, signed, blocks }: RecoveryRecord): void {
  const content = { format: FORMAT, epoch, votingSeed: toHex(votingSeed), earlierSeeds: earlierSeeds.map(toHex), ...(signed && { signed: toHex(signed) }), ...(blocks && { blocks: blocks.map(toHex) }) };
  writeCheckedFile(pathIn(dataDir), JSON.stringify(content));
}

function parse(given: Readonly<Record<string, unknown>>): RecoveryRecord {
  const { format, epoch, votingSeed, earlierSeeds, signed, blocks } = given;
  if (format !== FORMAT || !Number.isSafeInteger(epoch) || !Array.isArray(earlierSeeds)) throw new Error('unknown form');
  const record = { epoch: epoch as number, votingSeed: hex(votingSeed, 32), earlierSeeds: earlierSeeds.map((seed) => hex(seed, 32)) };
  const [first, second] = Array.isArray(blocks) ? blocks.map((block) => hex(block)) : [];
  return { ...record, ...(signed !== undefined && { signed: hex(signed, 32) }), ...(first && second && { blocks: [first, second] as const }) };
}

function hex(value: unknown, length?: number): Bytes {
  const bytes = typeof value === 'string' ? fromHex(value, length) : undefined;
  if (bytes === undefined) throw new Error('not hex');
  return bytes;
}
