import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFiles, runBitFlipTrial, soundAnswers } from './bit-flip-trial';
import { runCrashTrial, type TrialResult } from './crash-trial';
import { whyNoFaults, type DiskFault } from './disk-fault';
import { runOldVolumeTrial } from './old-volume-trial';
import { runStartKillTrial, type StartTask } from './put-in-place-trial';
import { makeTakenState } from './taken-state';
import { makeTemplate, type Template } from './template';

export interface SweepOptions {
  /** Flipped bits in each file. */
  readonly flipsPerFile: number;
  log(line: string): void;
}

export interface SweepSummary {
  readonly trials: number;
  /** Trials in which the fault struck: the others ran to their end before it could. */
  readonly struck: number;
  readonly violations: number;
}

const FAULTS: readonly Pick<DiskFault, 'kind' | 'files'>[] = [
  { kind: 'kill at fsync', files: 'votes' },
  { kind: 'kill at fsync', files: 'chain' },
  { kind: 'fsync fails', files: 'votes' },
  { kind: 'fsync fails', files: 'chain' },
  { kind: 'disk full', files: 'votes' },
  { kind: 'disk full', files: 'chain' },
];
const AT_MAX = 500;
const START_TASKS: readonly StartTask[] = ['putting a state in place', 'forgetting the chain'];
/** There are dozens of files to move and remove, one like the other. */
const MOVES_STRIDE = 24;

/** Every fault at every place of a run, an old volume, and flipped bits in every file. Throws where faults cannot be injected. */
export async function crashSweep({ flipsPerFile, log }: SweepOptions): Promise<SweepSummary> {
  const why = whyNoFaults();
  if (why !== undefined) throw new Error(`No faults can be injected: ${why}.`);
  const dir = mkdtempSync(join(tmpdir(), 'bystack-crash-'));
  const results: TrialResult[] = [];
  const take = (name: string, result: TrialResult): void => {
    results.push(result);
    log(`${result.violations.length === 0 ? 'ok' : 'VIOLATION'} ${name}${result.struck ? '' : ' (did not strike)'}${result.violations.map((it) => `\n  ${it}`).join('')}`);
  };
  try {
    const template = await makeTemplate(dir);
    for (const fault of FAULTS) await sweepFault(template, fault, dir, take);
    await sweepStarts(dir, take);
    await sweepFlips(template, flipsPerFile, dir, take);
    take('an old volume', await runOldVolumeTrial(join(dir, 'old-volume')));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return { trials: results.length, struck: results.filter(({ struck }) => struck).length, violations: results.filter(({ violations }) => violations.length > 0).length };
}

/** From the first call on, until a run ends before the fault strikes. */
async function sweepFault(template: Template, fault: Pick<DiskFault, 'kind' | 'files'>, dir: string, take: (name: string, result: TrialResult) => void): Promise<void> {
  for (let at = 1; at <= AT_MAX; at += 1) {
    const result = await runCrashTrial(template, { ...fault, at }, join(dir, 'trial'));
    take(`${fault.kind} of ${fault.files}, call ${at}`, result);
    if (!result.struck) return;
  }
}

/** A node that is killed while it does what it does at a start before all else. */
async function sweepStarts(dir: string, take: (name: string, result: TrialResult) => void): Promise<void> {
  const taken = await makeTakenState(join(dir, 'taken'));
  for (const task of START_TASKS) {
    for (const call of ['fsync', 'move or removal'] as const) {
      for (let at = 1; at <= AT_MAX; at += call === 'fsync' ? 1 : MOVES_STRIDE) {
        const result = await runStartKillTrial(taken, { task, call, at }, join(dir, 'trial'));
        take(`a kill while ${task}, at ${call} ${at}`, result);
        if (!result.struck) break;
      }
    }
  }
}

async function sweepFlips(template: Template, flipsPerFile: number, dir: string, take: (name: string, result: TrialResult) => void): Promise<void> {
  const sound = await soundAnswers(template, join(dir, 'sound'));
  for (const { file, bytes } of dataFiles(template)) {
    for (let i = 0; i < Math.min(flipsPerFile, bytes); i += 1) {
      const flip = { file, byte: Math.floor(((i + 0.5) * bytes) / Math.min(flipsPerFile, bytes)), bit: (i * 5) % 8 };
      take(`bit ${flip.bit} of byte ${flip.byte} of ${file}`, await runBitFlipTrial(template, flip, sound, join(dir, 'trial')));
    }
  }
}
