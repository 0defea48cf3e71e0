import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { NodeReady } from '@bystack/api';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { ChainNode, systemClock } from '@bystack/chain-core/node';
import type { Installing, NodeLog } from '@bystack/chain-core/node';
import type { Protocols } from '@bystack/chain-core/protocol/protocol-versions';
import pino from 'pino';
import { readFolder } from './read-folder';
import { MODULES } from './registry.generated';
import { RpcServer } from './rpc/server';
import { signatureWorkersFor } from './signature-workers';
import { softwareVersion } from './software-version';
import { watchPeers } from './watch-peers';

export interface RunOptions {
  readonly dir: string;
  readonly startedAtMs: number;
  /** Where the node served before it was closed to be run again: whoever found it there must find it there again. */
  readonly ports?: { readonly listen: number; readonly rpc: number };
  readonly protocols?: Protocols;
}

export interface Running {
  readonly ports: NonNullable<RunOptions['ports']>;
  readonly log: NodeLog;
  close(): Promise<void>;
}

export interface RunParts {
  onFatal(error: unknown): void;
  /** The node is to be closed and run again. */
  onSnapshotReady(): void;
}

/** One node, wired by hand: what is opened here is closed in reverse. Returns how to close it. */
export async function runNode({ dir, startedAtMs, ports, protocols }: RunOptions, { onFatal, onSnapshotReady }: RunParts): Promise<Running> {
  const folder = readFolder(dir);
  mkdirSync(folder.dataDir, { recursive: true, mode: 0o700 });
  const logger = pino({ level: folder.settings.logLevel }, pino.destination({ dest: 1, sync: true }));
  const log: NodeLog = (level, what, facts) => logger[level](facts ?? {}, what);
  const { settings, genesisBytes, nodeSeed, votingSeed, nextVotingSeeds, seenBefore, dataDir } = folder;

  const registry = new ModuleRegistry(MODULES);
  const signatureWorkers = settings.signatureWorkers ?? signatureWorkersFor(availableParallelism());
  const rpc = new RpcServer({ ...settings.rpc, ...(ports && { port: ports.rpc }), token: folder.rpcToken, genesisBytes, facts: { softwareVersion: softwareVersion(), startedAtMs } }, { log, onFatal });
  let listening: Promise<number> | undefined;
  const listen = () => (listening ??= rpc.listen());
  let isReady = false;
  const ready = (listenPort: number, rpcPort: number) => {
    if (!isReady) process.stdout.write(`${JSON.stringify({ ready: true, listenPort, rpcPort } satisfies NodeReady)}\n`);
    isReady = true;
  };
  // A state that was fetched may take a minute to be put in place: it answers meanwhile.
  const onInstalling = (progress: Installing) => {
    rpc.installs(progress);
    const listenPort = ports?.listen ?? settings.listen.port;
    listen().then((rpcPort) => listenPort !== 0 && ready(listenPort, rpcPort), onFatal);
  };
  const node = await ChainNode.start({ dataDir, genesisBytes, nodeSeed, votingSeed, nextVotingSeeds, seenBefore, listen: { ...settings.listen, ...(ports && { port: ports.listen }) }, keepBlocks: settings.keepBlocks, signatureWorkers }, { registry, clock: systemClock, log, onFatal, onSnapshotReady, onForgetting: onSnapshotReady, onInstalling, ...(protocols && { protocols }) });
  rpc.opened(node);
  const rpcPort = await listen();
  node.setPeers(folder.peers);
  const stopWatching = watchPeers(dir, { onPeers: (peers) => node.setPeers(peers), onTrouble: (what) => log('warn', 'peers.json was not taken over', { reason: what }) });

  ready(node.listenPort, rpcPort);
  const close = async () => {
    stopWatching();
    await rpc.close();
    await node.close();
  };
  return { ports: { listen: node.listenPort, rpc: rpcPort }, log, close };
}
