import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { NodeLimits } from '../../wish/node-spec';
import { failureOfExit } from '../exit-code';
import type { LogFile } from './log-file';
import { startTicksOf, type ProcessId } from '../../files/proc';

export interface SpawnOptions {
  readonly program: string;
  /** The node's folder: its last argument and its working folder. */
  readonly folder: string;
  readonly log: LogFile;
  readonly limits: NodeLimits;
}
export interface Spawned {
  readonly id: ProcessId;
  /** The exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** The agent may end without waiting for the node. */
  letGo(): void;
}

/** Part of the allowed memory the JavaScript heap may take; the rest is buffers, code and the database. */
const HEAP_SHARE = 0.7;

/** Starts a node that belongs to nobody: its own process group, its output straight to its log file, nothing of the agent's environment. */
export async function spawnNode({ program, folder, log, limits }: SpawnOptions): Promise<Spawned> {
  log.roll();
  const output = openSync(log.path, 'a', 0o600);
  const heapMb = Math.floor((limits.memoryBytes * HEAP_SHARE) / 2 ** 20);
  const args = [`--max-old-space-size=${heapMb}`, program, '--dir', folder];
  const env = { TZ: 'UTC', NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd: folder, env, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const pid = child.pid ?? -1;
  const startTicks = startTicksOf(pid);
  if (startTicks === undefined) throw failureOfExit(await ended, log.lastLines(1)[0]);
  if (limits.cpuShare < 1) setPriority(pid, 5);
  return { id: { pid, startTicks }, ended, letGo: () => child.unref() };
}
