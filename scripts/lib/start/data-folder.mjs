// The data folder: made when it is missing, used by one Bystack at a time.
import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { askHolder, tryLock } from '../lock.mjs';

/** Makes the folder; root leaves it passable, because PostgreSQL's unprivileged user must reach its own part. */
export function makeDataFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    for (const name of ['logs', 'run']) mkdirSync(`${folder}/${name}`, { recursive: true, mode: 0o700 });
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be used (${error.code}): choose another with --data.`);
  }
  return realpathSync(folder);
}

/** Holds the folder for this process. Whoever comes second is told who holds it. @param {() => {pid: number, url?: string}} describe */
export async function lockDataFolder(folder, describe) {
  if (await tryLock(`data folder ${folder}`, describe)) return;
  const { pid, url } = await askHolder(`data folder ${folder}`);
  const who = pid ? ` (process ${pid}${url ? `, ${url}` : ', still starting'})` : '';
  throw new Error(`Bystack is already running on ${folder}${who}. Stop it first, or choose another folder with --data.`);
}
