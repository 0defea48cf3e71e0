import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeLocalChain, writeLocalFolders } from '@bystack/chain-core/testing/local-chain';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { cpuMs, nodeIn, rssMb } from './chain-nodes';
import { dataDirOf, writeChain } from './written-chain';

const TRANSACTIONS = 100_000;
const BLOCK_TRANSACTIONS = 500;
const LOOK_MS = 20;

/** A new node follows a chain of 100,000 payments by blocks, from one other node: every certificate, signature, result and state root is checked. */
export const bench: Bench = async ({ log }) => {
  const dir = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  const chain = makeLocalChain({ validators: 1, observers: 1, createdAtMs: Date.now() - 3_600_000 });
  const folders = await writeLocalFolders(chain, dir, process.env['BENCH_LOG_LEVEL'] ?? 'warn');
  const [has, lacks] = folders.map((folder) => nodeIn(folder)) as [NodeProcess, NodeProcess];
  try {
    log(`writing a chain of ${TRANSACTIONS} payments`);
    const written = await writeChain(chain, dataDirOf(has.folder), TRANSACTIONS, BLOCK_TRANSACTIONS);
    await has.start();
    log('a new node follows');
    await lacks.start();
    const cpuBefore = cpuMs([lacks]);
    const began = performance.now();
    while ((await finalHeight(lacks)) < written.height) await sleep(LOOK_MS);
    const seconds = (performance.now() - began) / 1000;
    const cpuMsPerTx = (cpuMs([lacks]) - cpuBefore) / written.transactions;
    return { txPerSecond: round(written.transactions / seconds), cpuMsPerTx: Math.round(cpuMsPerTx * 10_000) / 10_000, rssMb: round(rssMb([lacks])) };
  } finally {
    await Promise.all([has, lacks].map((node) => node.kill('SIGKILL').catch(() => undefined)));
    rmSync(dir, { recursive: true, force: true });
  }
};

async function finalHeight(node: NodeProcess): Promise<number> {
  return ((await node.call('GET', '/status')).json() as { finalHeight: number }).finalHeight;
}
