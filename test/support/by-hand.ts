import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeReady, NodeSettings, PeerAddress } from '@bystack/api';
import type { LocalFolder } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';

const LOOK_EVERY_MS = 2;
const PROGRAM = join(__dirname, '../../dist/apps/chain-node/src/main.js');

export interface ByHandOptions {
  readonly dir: string;
  readonly genesis: Uint8Array;
  readonly peers: readonly PeerAddress[];
  readonly keepBlocks: number;
}

/** A node that somebody adds to an open chain without a control plane: a folder with keys of its own, the genesis document and a peer's address. It does not mine before it is asked to. */
export function nodeByHand({ dir, genesis, peers, keepBlocks }: ByHandOptions): NodeProcess {
  mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o700 });
  mkdirSync(join(dir, 'data'), { mode: 0o700 });
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(dir, name), content, { mode: 0o600 });
  const rpcToken = randomBytes(24).toString('hex');
  const settings: NodeSettings = { listen: { host: '127.0.0.1', port: 0 }, rpc: { host: '127.0.0.1', port: 0 }, logLevel: 'info', keepBlocks };
  write('node.json', JSON.stringify(settings));
  write('genesis.json', genesis);
  write('peers.json', JSON.stringify(peers));
  write('rpc.token', rpcToken);
  write('keys/node.key', randomBytes(32).toString('hex'));
  write('data/mining.json', JSON.stringify({ threads: 0 }));
  const folder: LocalFolder = {
    dir, rpcToken,
    get listenPort() {
      return saidBy(node).listenPort;
    },
    get rpcPort() {
      return saidBy(node).rpcPort;
    },
  };
  const node = new NodeProcess({ folder, program: PROGRAM });
  return node;
}

function saidBy({ lines, startedAtLine }: NodeProcess): Pick<NodeReady, 'listenPort' | 'rpcPort'> {
  const said = lines.slice(startedAtLine).find((line) => line.startsWith('{"ready":true'));
  return said === undefined ? { listenPort: 0, rpcPort: 0 } : (JSON.parse(said) as NodeReady);
}

export function isThere(dataDir: string, names: readonly string[]): boolean {
  return names.some((name) => existsSync(join(dataDir, name)));
}

/** Resolves as soon as something is there in a node's data folder: looked for often, because it may be there for a moment only. */
export async function appears(dataDir: string, names: readonly string[], withinMs = 120_000): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!isThere(dataDir, names)) {
    if (Date.now() > endMs) throw new Error(`not there in time: ${names.join(', ')} in ${dataDir}`);
    await sleep(LOOK_EVERY_MS);
  }
}
