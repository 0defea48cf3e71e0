import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLocalChain, writeLocalFolders } from '@bystack/chain-core/testing/local-chain';
import type { LocalChain, LocalChainOptions, LocalFolder } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { NODE_ENVIRONMENT, nodeArguments } from '../../apps/node-agent/src/runtimes/how-node-runs';

/** Ticks of /proc/PID/stat a second; Linux fixes it for user space. */
const TICKS = 100;
/** What the product allows a node. */
const NODE_MEMORY_BYTES = 2 ** 30;

/** A chain of real node processes on loopback. */
export interface ChainNodes {
  readonly chain: LocalChain;
  readonly nodes: readonly NodeProcess[];
  stop(): Promise<void>;
}

/** What the product runs. */
export const CHAIN_NODE = join(__dirname, '../../programs/chain-node/main.cjs');

/** @param program another than the node program */
export async function startNodes(options: LocalChainOptions, program = CHAIN_NODE): Promise<ChainNodes> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-chain-'));
  const remove = () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  const chain = makeLocalChain(options);
  const folders = await writeLocalFolders(chain, dir, process.env['BENCH_LOG_LEVEL'] ?? 'warn');
  const workers = process.env['BENCH_SIGNATURE_WORKERS'];
  if (workers !== undefined) for (const { dir: folder } of folders) setWorkers(join(folder, 'node.json'), Number(workers));
  const nodes = folders.map((folder) => nodeIn(folder, program));
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.kill('SIGTERM').catch(() => undefined)));
    remove();
  };
  process.once('exit', remove);
  try {
    await Promise.all(nodes.map((node) => node.start()));
    return { chain, nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One node, run as agents run it. @param program another than the node program */
export function nodeIn(folder: LocalFolder, program = CHAIN_NODE): NodeProcess {
  const others = process.env['BENCH_NODE_ARGUMENTS']?.split(' ') ?? [];
  return new NodeProcess({ folder, program, nodeArguments: [...nodeArguments(NODE_MEMORY_BYTES), ...others], environment: NODE_ENVIRONMENT });
}

function setWorkers(file: string, signatureWorkers: number): void {
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), signatureWorkers }));
}

/** CPU that all of these have used since they started. */
export function cpuMs(processes: readonly { readonly pid: number }[]): number {
  return processes.reduce((sum, { pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  }, 0);
}

/** Of the node that holds most. */
export function rssMb(nodes: readonly NodeProcess[]): number {
  return Math.max(...nodes.map(({ pid }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024));
}
