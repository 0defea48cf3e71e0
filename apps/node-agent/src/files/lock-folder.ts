import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startTicksOf, type ProcessId } from './proc';
import { makeFolder, readJsonIfAny, writeJsonAtomic } from './atomic';

/** Another agent works on the same data. */
export class FolderInUse extends Error {}

/**
 * Keeps a second agent off the same data. The holder is named by process number and start time, so the lock of one that was killed is
 * not in the way. @throws FolderInUse
 */
export function lockFolder(folder: string): { close(): void } {
  makeFolder(folder);
  const file = join(folder, 'agent.lock');
  const holder = readJsonIfAny<ProcessId>(file);
  if (holder && holder.pid !== process.pid && isAlive(holder)) throw new FolderInUse(`Another agent (process ${holder.pid}) works on ${folder}.`);
  writeJsonAtomic(file, { pid: process.pid, startTicks: startTicksOf(process.pid) });
  return { close: () => rmSync(file, { force: true }) };
}
