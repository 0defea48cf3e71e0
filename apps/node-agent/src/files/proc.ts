import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Which process this was: a number alone comes back for another program. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks after boot at which it started, as /proc says it. */
  readonly startTicks: string;
}

/** @returns when the process started, or undefined when it is gone or only waits to be reaped. */
export function startTicksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function isAlive(id: ProcessId | undefined): id is ProcessId {
  return id !== undefined && startTicksOf(id.pid) === id.startTicks;
}

/** Signals the process, unless it has ended or its number belongs to another one now. */
export function signal(id: ProcessId, name: NodeJS.Signals): void {
  if (!isAlive(id)) return;
  try {
    process.kill(id.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Processes whose last argument and working folder both are `folder`: nodes of ours, also when the agent was killed between starting one
 * and writing down that it did.
 */
export function processesIn(isOurs: (folder: string) => boolean): ReadonlyMap<string, ProcessId> {
  const found = new Map<string, ProcessId>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const folder = folderOf(pid);
    const startTicks = folder !== undefined && isOurs(folder) ? startTicksOf(pid) : undefined;
    if (folder !== undefined && startTicks !== undefined) found.set(folder, { pid, startTicks });
  }
  return found;
}

function folderOf(pid: number): string | undefined {
  try {
    const folder = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1).at(-1);
    return folder?.startsWith('/') && readlinkSync(`/proc/${pid}/cwd`) === folder ? folder : undefined;
  } catch {
    return undefined;
  }
}
