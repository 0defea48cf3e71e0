import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFiles, runBitFlipTrial, soundAnswers } from './bit-flip-trial';
import { runCrashTrial } from './crash-trial';
import { whyNoFaults, type DiskFault } from './disk-fault';
import { runStartKillTrial, type StartKill } from './put-in-place-trial';
import { runOldVolumeTrial } from './old-volume-trial';
import { makeTakenState } from './taken-state';
import { makeTemplate, type Template } from './template';

jest.setTimeout(180_000);

const why = whyNoFaults();
if (why !== undefined && process.env['BYSTACK_REQUIRE_STRACE'] === '1') throw new Error(`CI must run these: ${why}`);
if (why !== undefined) console.warn(`Faults of the disk are not injected into a real node: ${why}.`);
const withFaults = why === undefined ? describe : describe.skip;

let dir: string;
let template: Template;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'crash-'));
  template = await makeTemplate(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// Every place of a run: npm run crash:sweep
withFaults('a real node', () => {
  it.each<DiskFault>([
    { kind: 'kill at fsync', files: 'votes', at: 2 },
    { kind: 'kill at fsync', files: 'votes', at: 4 },
    { kind: 'kill at fsync', files: 'chain', at: 2 },
    { kind: 'fsync fails', files: 'votes', at: 3 },
    { kind: 'fsync fails', files: 'chain', at: 2 },
    { kind: 'disk full', files: 'votes', at: 2 },
    { kind: 'disk full', files: 'chain', at: 2 },
  ])('keeps what it acknowledged and contradicts no vote: $kind ($files, call $at)', async (fault) => {
    expect(await runCrashTrial(template, fault, join(dir, 'trial'))).toEqual({ struck: true, violations: [] });
  });

  it.each<StartKill>([
    { task: 'putting a state in place', call: 'fsync', at: 3 },
    { task: 'putting a state in place', call: 'move or removal', at: 9 },
    { task: 'forgetting the chain', call: 'move or removal', at: 9 },
  ])('that is killed while $task ($call $at) does it whole at the next start', async (kill) => {
    const taken = await makeTakenState(join(dir, 'taken'));
    expect(await runStartKillTrial(taken, kill, join(dir, 'trial'))).toEqual({ struck: true, violations: [] });
    rmSync(join(dir, 'taken'), { recursive: true, force: true });
  });
});

describe('a real node', () => {
  it('never serves a flipped bit, whichever file it is in', async () => {
    const sound = await soundAnswers(template, join(dir, 'sound'));
    for (const { file, bytes } of dataFiles(template).filter((it) => it.bytes > 0)) {
      const flip = { file, byte: Math.floor(bytes / 2), bit: 3 };
      const { violations } = await runBitFlipTrial(template, flip, sound, join(dir, 'trial'));
      expect({ flip, violations }).toEqual({ flip, violations: [] });
    }
  });

  it('signs nothing twice when it gets an old volume back', async () => {
    expect(await runOldVolumeTrial(join(dir, 'old-volume'))).toEqual({ struck: true, violations: [] });
  });
});
