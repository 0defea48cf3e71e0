import { toBinary } from '../crypto/hash';
import type { Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import type { Entry } from '../state/key-value-source';
import type { CheckedDatabase } from './checked-database';
import { META_FORMAT, STATE_RANGE } from './keys';
import { STORAGE } from './limits';
import { StorageFailed, corrupt } from './storage-failed';
import { decodeNumbers, encodeNumbers } from './stored-values';

/** The format of the database of this chain, which a new one gets now. Throws StorageFailed when it is of a newer format or of another chain. */
export async function openFormat(database: CheckedDatabase, chainId: Hash): Promise<number> {
  const stored = database.read(META_FORMAT, 'the format of the database');
  if (stored === undefined) await writeFormat(database, chainId, 'opening the database');
  else if (stored.length !== 40 || !equalBytes(stored.subarray(8), chainId)) corrupt('the database is of another chain');
  const current = STORAGE.formatVersion;
  const format = stored === undefined ? current : decodeNumbers(stored.subarray(0, 8), 1, 'the format of the database')[0]!;
  // An upgrade may have been killed before the last step.
  if (format === current) await database.clear('opening the database', STATE_RANGE);
  if (format > current) {
    const words = `the data folder is of format ${format}, and this software knows formats up to ${current}: start the version that wrote it, or a newer one`;
    throw new StorageFailed('newer-format', words);
  }
  return format;
}

/** All state entries as a database of format 1 holds them. */
export async function readOldState(database: CheckedDatabase): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const [key, value] of database.entries(STATE_RANGE, 'the state')) entries.push([toBinary(key.subarray(1)), value]);
  return entries;
}

/** The state is elsewhere now, durably: from here on the database is of the current format. */
export async function upgradeFormat(database: CheckedDatabase, chainId: Hash): Promise<void> {
  await writeFormat(database, chainId, 'upgrading the database');
  await database.clear('upgrading the database', STATE_RANGE);
}

async function writeFormat(database: CheckedDatabase, chainId: Hash, doing: string): Promise<void> {
  const value = Buffer.concat([encodeNumbers(STORAGE.formatVersion), chainId]);
  await database.write(doing, (batch) => batch.put(META_FORMAT, value), { sync: true });
}
