import 'reflect-metadata';
import { NODE_EXIT } from '@bystack/api';
import { containModules } from '@bystack/chain-core/module/contain-modules';
import { startControlPlane } from './start-control-plane';
import { readSettings, SettingError } from './platform/config';

/** Stdout carries lines for programs: the ready line first. Logs go to stderr. */
function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The first signal ends cleanly, a second one at once. */
function endOnSignal(close: () => Promise<void>): void {
  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

async function main(): Promise<void> {
  containModules({ left: (error, module) => process.stderr.write(`${JSON.stringify({ level: 50, module, msg: `something that a module left running has failed: ${String(error)}` })}\n`) });
  try {
    const { ready, onHost, runStarter, close } = await startControlPlane(readSettings(process.env));
    endOnSignal(close);
    say(ready);
    onHost(say);
    if (ready.starterPending) await runStarter(say);
  } catch (error) {
    const { code, port, message } = error as { code?: string; port?: number; message: string };
    if (code === 'EADDRINUSE') say({ portTaken: port });
    process.stderr.write(`${JSON.stringify({ level: 60, msg: message })}\n`);
    process.exit(code === 'EADDRINUSE' ? NODE_EXIT.portTaken : error instanceof SettingError ? NODE_EXIT.badConfig : 1);
  }
}

void main();
