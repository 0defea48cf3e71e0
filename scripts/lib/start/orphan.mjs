// Programs whose starter was killed. They hold ports and folders, so the next start stops them; chain nodes are the agent's to adopt.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, statOf, stopProcess } from '../processes.mjs';

const STOP_LADDER = [['SIGTERM', 20_000], ['SIGKILL', 5_000]];
const fileOf = (data, name) => join(data, 'run', `${name}.json`);

/** A process id alone may come to belong to somebody else; with its start time it is one process for ever. */
export function noteProgram(data, name, pid) {
  try {
    writeFileSync(fileOf(data, name), JSON.stringify({ pid, startTicks: statOf(pid)?.startTicks ?? null }), { mode: 0o600 });
  } catch {
    // A full disk: the program runs, only a start after a kill -9 will not know of it.
  }
}

export function forgetProgram(data, name) {
  rmSync(fileOf(data, name), { force: true });
}

/** @param {string} data @param {string} name @param {(line: string) => void} say */
export async function stopOrphan(data, name, say) {
  const { pid, startTicks } = readNote(fileOf(data, name));
  if (pid && isAlive(pid) && statOf(pid)?.startTicks === startTicks) {
    say(`stopping the ${name} that an earlier start left behind (process ${pid})`);
    await stopProcess(pid, STOP_LADDER);
  }
  forgetProgram(data, name);
}

/** A kill in the middle of writing leaves half a file: then there is nothing to go by. */
function readNote(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  } catch {
    return {};
  }
}
