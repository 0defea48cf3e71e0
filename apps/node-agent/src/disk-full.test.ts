import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { startAgent, type RunningAgent } from './agent';
import { processesIn } from './files/proc';
import { ProcessRuntime } from './runtimes/process/process-runtime';
import { freePort } from './testing/free-port';
import { TestControlPlane } from './testing/test-control-plane';
import { until } from './testing/until';
import { wishFor } from './testing/wishes';

const suite = process.getuid?.() === 0 ? describe : describe.skip;

suite('a disk that is full (skipped unless root: a small file system is mounted)', () => {
  let folder: string;
  let control: TestControlPlane;
  let agent: RunningAgent;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bystack-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder]);
    control = await TestControlPlane.start();
    const runtime = new ProcessRuntime({ folder: join(folder, 'nodes'), program: resolve(__dirname, 'testing/stand-in-node.mjs'), softwareVersion: '0.1.0' });
    const settings = { dataFolder: folder, runtime: 'process', name: 'h', nodesMax: 8, portBase: Math.min(await freePort(), 64_000), logLevel: 'silent', joinToken: control.joinToken() } as const;
    agent = await startAgent(settings, { runtime, version: '0.1.0', log: pino({ level: 'silent' }) });
    await until(() => control.spares.length >= 4, () => 'spares');
  });
  afterAll(async () => {
    await agent.close({ stopNodes: true });
    await control.close();
    for (const id of processesIn((path) => path.startsWith(folder)).values()) process.kill(id.pid, 'SIGKILL');
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('fails the node in words, harms nothing that runs, and goes on by itself when there is room', async () => {
    const [one, two] = control.spares;
    const first = wishFor(one!, { nodeId: 'first' });
    control.wish([first]);
    const { runtimeRef } = await control.expectState('first', 'running');
    // Leaves room for the wish itself, but not for the node's folder.
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 20 * 1024)));
    control.wish([first, wishFor(two!, { nodeId: 'second' })]);
    expect((await control.expectState('second', 'failed')).problem).toMatchObject({ code: 'DISK_FULL' });
    expect(control.observed.get('first')).toMatchObject({ state: 'running', runtimeRef });
    rmSync(join(folder, 'filler'));
    await control.expectState('second', 'running');
    expect(control.observed.get('first')).toMatchObject({ state: 'running', runtimeRef });
  });
});
