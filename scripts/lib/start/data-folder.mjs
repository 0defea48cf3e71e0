// The data folder: made when it is missing, used by one Bystack at a time.
import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { askHolder, tryLock } from '../lock.mjs';
import { until } from '../processes.mjs';

/** Makes the folder; root leaves it passable, because PostgreSQL's unprivileged user must reach its own part. */
export function makeDataFolder(folder) {
  try {
    makeFolder(folder, 0o711);
    for (const name of ['logs', 'run']) makeFolder(`${folder}/${name}`, 0o700);
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be used (${error.code}): choose another with --data.`);
  }
  return realpathSync(folder);
}

/** One after the other: where nothing can be made (/proc) Node's own way of making all at once never ends. */
function makeFolder(folder, mode) {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode);
  mkdirSync(folder, { mode });
}

const STOPPING_PATIENCE_MS = 90_000;

/**
 * Holds the folder for this process. Whoever comes second is told who holds it, or waits when the holder is about to end.
 * @param {string} folder @param {() => {pid: number, url?: string, stopping: boolean}} describe @param {(line: string) => void} say
 */
export async function lockDataFolder(folder, describe, say) {
  const purpose = `data folder ${folder}`;
  let holder;
  const told = new Set();
  const decided = await until(async () => {
    if (await tryLock(purpose, describe)) return true;
    holder = await askHolder(purpose);
    if (holder.stopping && !told.has(holder.pid)) say(`waiting for the Bystack that is stopping (process ${holder.pid})`);
    told.add(holder.pid);
    // Nothing said: it ended between the two questions.
    return holder.pid !== undefined && !holder.stopping ? 'held' : false;
  }, STOPPING_PATIENCE_MS, 200);
  if (decided === true) return;
  const who = holder.pid ? ` (process ${holder.pid}${holder.url ? `, ${holder.url}` : ', still starting'})` : '';
  throw new Error(`Bystack is already running on ${folder}${who}. Stop it first, or choose another folder with --data.`);
}
