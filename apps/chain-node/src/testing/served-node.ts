import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyModule } from '@bystack/chain-core/module/active-module';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { ChainNode, systemClock } from '@bystack/chain-core/node';
import { counter } from '@bystack/chain-core/testing/counter-module';
import type { LocalChain } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { RpcServer } from '../rpc/server';

/** The first node of a chain in a folder of its own, and its RPC over loopback. */
export interface ServedNode {
  readonly node: ChainNode;
  readonly client: NodeProcess;
  /** What the node could not go on with. */
  readonly fatal: readonly unknown[];
  close(): Promise<void>;
}

/** @param definitions modules that its software has */
export async function serveNode({ genesisBytes, nodes }: LocalChain, definitions: readonly AnyModule[] = [counter]): Promise<ServedNode> {
  const dir = mkdtempSync(join(tmpdir(), 'rpc-'));
  const { nodeSeed, votingSeed } = nodes[0]!;
  const [rpcToken, fatal] = ['ab'.repeat(16), [] as unknown[]];
  const [log, onFatal] = [() => undefined, (error: unknown) => void fatal.push(error)];
  const node = await ChainNode.start({ dataDir: dir, genesisBytes, nodeSeed, votingSeed, listen: { host: '127.0.0.1', port: 0 } }, { registry: new ModuleRegistry(definitions), clock: systemClock, log, onFatal });
  const rpc = new RpcServer({ host: '127.0.0.1', port: 0, token: rpcToken, genesisBytes, facts: { softwareVersion: '1.2.3', startedAtMs: 5 } }, { node, log, onFatal });
  const client = new NodeProcess({ folder: { dir, listenPort: node.listenPort, rpcPort: await rpc.listen(), rpcToken }, program: '' });
  const close = async () => {
    await rpc.close();
    await node.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { node, client, fatal, close };
}
