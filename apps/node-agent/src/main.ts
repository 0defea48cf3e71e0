import { join, resolve } from 'node:path';
import pino from 'pino';
import { startAgent, type RunningAgent } from './agent';
import { FolderInUse } from './files/lock-folder';
import { installation } from './installation';
import { ProcessRuntime } from './runtimes/process/process-runtime';
import type { Runtime } from './runtimes/runtime';
import { BadSetting, readSettings, type AgentSettings } from './settings';
import { JoinRefused } from './sync/join-token';

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const log = pino({ level: settings.logLevel, base: { program: 'node-agent' } }, pino.destination(2));
  const { version } = installation();
  const agent = await startAgent(settings, { runtime: await chooseRuntime(settings, version), version, log });
  closeOnSignals(agent);
  console.log(JSON.stringify({ ready: true, hostId: agent.hostId, name: settings.name, runtime: settings.runtime, pid: process.pid }));
}

/** Docker's client is large and loaded only by agents that use it. */
async function chooseRuntime(settings: AgentSettings, softwareVersion: string): Promise<Runtime> {
  const { advertise, dataFolder } = settings;
  if (settings.runtime === 'docker') {
    const { DockerRuntime, Instance, Docker } = await import('./runtimes/docker');
    return new DockerRuntime({ instance: Instance.open(dataFolder), softwareVersion, imageRepository: 'bystack/chain-node', advertise }, new Docker());
  }
  const program = resolve(settings.nodeProgram ?? join(installation().folder, 'dist/programs/chain-node/main.cjs'));
  return new ProcessRuntime({ folder: join(dataFolder, 'nodes'), program, softwareVersion, advertise });
}

/** SIGTERM ends the agent and leaves nodes running; SIGINT (a person at a terminal) stops the nodes too. */
function closeOnSignals(agent: RunningAgent): void {
  let closing = false;
  const close = (stopNodes: boolean) => {
    if (closing) return;
    closing = true;
    agent.close({ stopNodes }).then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', () => close(false));
  process.on('SIGINT', () => close(true));
}

function fail(error: unknown): never {
  const expected = error instanceof BadSetting || error instanceof JoinRefused || error instanceof FolderInUse;
  console.error(expected ? error.message : error);
  process.exit(expected ? 64 : 1);
}

main().catch(fail);
