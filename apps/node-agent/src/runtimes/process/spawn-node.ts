import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { NodeLimits } from '../../wish/node-spec';
import { failureOfExit } from '../exit-code';
import { NODE_ENVIRONMENT, nodeArguments } from '../how-node-runs';
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

/** Starts a node that belongs to nobody: its own process group, its output straight to its log file, nothing of the agent's environment. */
export async function spawnNode({ program, folder, log, limits }: SpawnOptions): Promise<Spawned> {
  log.roll();
  const output = openSync(log.path, 'a', 0o600);
  const args = [...nodeArguments(limits.memoryBytes), program, '--dir', folder];
  const child = spawn(process.execPath, args, { cwd: folder, env: NODE_ENVIRONMENT, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const pid = child.pid ?? -1;
  const startTicks = startTicksOf(pid);
  if (startTicks === undefined) throw failureOfExit(await ended, log.lastLines(1)[0]);
  if (limits.cpuShare < 1) setPriority(pid, 5);
  return { id: { pid, startTicks }, ended, letGo: () => child.unref() };
}
