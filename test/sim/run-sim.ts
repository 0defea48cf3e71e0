import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** What `npm run sim -- ... --json` ends with. */
export interface SimSummary {
  readonly seeds: number;
  readonly violations: number;
  readonly unfinished: number;
  readonly seconds: number;
  readonly traceHash: string;
}

/** Runs the simulator as a process of its own. */
export function runSim(...args: readonly string[]): Promise<SimSummary> {
  return runSimProgram(...args) as Promise<SimSummary>;
}

/** @returns the line of JSON it ends with */
export function runSimProgram(...args: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(__dirname, '../../scripts/sim.mjs'), ...args, '--json'], (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stdout}${stderr}`));
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1)!));
    });
  });
}
