import { setFlagsFromString } from 'node:v8';
import { NODE_EXIT } from '@bystack/api';
import { containModules } from '@bystack/chain-core/module/contain-modules';
import type { Protocols } from '@bystack/chain-core/protocol/protocol-versions';
import { badConfig } from './bad-config';
import { exitCodeOf, words } from './exit-code';
import { LeftRunningLog } from './left-running-log';
import { runNode, type RunOptions, type Running } from './run-node';

/** Starts the node in `--dir`, and ends the process with a code the agent tells apart (NODE_EXIT). */
async function main(protocols: Protocols | undefined): Promise<void> {
  process.umask(0o077);
  const startedAtMs = Date.now();
  const end = (error: unknown): never => {
    // The log line must be out before the process is gone.
    process.stdout.write(`${JSON.stringify({ level: 60, time: Date.now(), exitCode: exitCodeOf(error), msg: `the node stops: ${words(error)}` })}\n`);
    process.exit(exitCodeOf(error));
  };
  const leftRunning = new LeftRunningLog((...line) => state.running?.log(...line));
  containModules({ left: (error, module) => leftRunning.say(error, module), other: end });
  const state: { running?: Running; stopping?: true; isReadyToGoOn?: true } = {};
  const stop = (signal: string) => {
    const { running } = state;
    if (running === undefined) process.exit(NODE_EXIT.ok); // Nothing is promised yet.
    if (state.stopping) return;
    state.stopping = true;
    running.log('info', 'stopping', { signal });
    running.close().then(() => process.exit(NODE_EXIT.ok), end);
  };
  // From the first moment on: as the first process of a container the node gets no default handling of signals.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const at = process.argv.indexOf('--dir');
  const dir = (at < 0 ? undefined : process.argv[at + 1]) ?? badConfig('say where the node lives: --dir DIR');
  const serve = async (ports?: RunOptions['ports']) => {
    state.running = await runNode({ dir, startedAtMs, ...(ports && { ports }), ...(protocols && { protocols }) }, { onFatal: end, onSnapshotReady: () => again() });
    if (state.isReadyToGoOn) again();
  };
  const again = () => {
    const { running } = state;
    state.isReadyToGoOn = true; // It may come before the node is said to run.
    if (running === undefined || state.stopping) return;
    delete state.running;
    delete state.isReadyToGoOn;
    running.close().then(() => serve(running.ports)).catch(end);
  };
  await serve();
}

/**
 * The heap may grow by so much before it is collected. Nearly all of what a loaded node keeps longer than a moment is gone after some seconds, and what stays (20 MB; the state is outside of
 * the heap) is gone through each time: 100 means that 1.3 times a second at full load, and 4 % more processor time for a payment; 300 saves little more. V8 by itself would take three times what is needed where there is much.
 */
const HEAP_GROWING_PERCENT = 150;

/** @param protocols versions of the protocol that it runs; left out: those of this software */
export function runProgram(protocols?: Protocols): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  void main(protocols).catch((error: unknown) => {
    process.stdout.write(`${JSON.stringify({ level: 60, time: Date.now(), exitCode: exitCodeOf(error), msg: `the node does not start: ${words(error)}` })}\n`);
    process.exit(exitCodeOf(error));
  });
}
