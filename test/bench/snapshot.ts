import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, writeLocalFolders } from '@bystack/chain-core/testing/local-chain';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { cpuMs, nodeIn, rssMb } from './chain-nodes';
import { writePrunedLargeState } from './large-state';
import { LARGE_STATE_AMOUNT } from './large-state-coins';
import { LOAD_SEED } from './load-orders';
import { dataDirOf } from './written-chain';

const LOOK_MS = 20;

/** A new node takes the state of `--entries` entries from one other node that no longer has the first block: every part is proved before it is kept, and once more when it is put in place. */
export const bench: Bench = async ({ entries, log }) => {
  const dir = mkdtempSync(join(tmpdir(), 'bench-snapshot-'));
  const chain = makeLocalChain({ validators: 1, observers: 1, createdAtMs: Date.now() - 3_600_000, consensus: { heartbeatMs: 1_000 } });
  const folders = await writeLocalFolders(chain, dir, process.env['BENCH_LOG_LEVEL'] ?? 'warn');
  const [has, lacks] = folders.map((folder) => nodeIn(folder)) as [NodeProcess, NodeProcess];
  try {
    log(`making a state of ${entries} entries`);
    const output = new Coins({ chainId: chain.chainId, seed: LOAD_SEED }).encodedCoin(LARGE_STATE_AMOUNT);
    await writePrunedLargeState(chain, dataDirOf(has.folder), entries, output);
    await has.start();
    log('a new node takes it');
    await lacks.start();
    const cpuBefore = cpuMs([lacks]);
    const began = performance.now();
    while ((await finalHeight(lacks)) < 2) await sleep(LOOK_MS);
    const seconds = (performance.now() - began) / 1000;
    const cpuUsPerEntry = ((cpuMs([lacks]) - cpuBefore) * 1000) / entries;
    return { entries, seconds: round(seconds), entriesPerSecond: round(entries / seconds), cpuUsPerEntry: round(cpuUsPerEntry), rssMb: round(rssMb([lacks])), rssMbGiver: round(rssMb([has])) };
  } finally {
    await Promise.all([has, lacks].map((node) => node.kill('SIGKILL').catch(() => undefined)));
    rmSync(dir, { recursive: true, force: true });
  }
};

/** 0 while it does not answer. */
async function finalHeight(node: NodeProcess): Promise<number> {
  return node.call('GET', '/status').then((answer) => (answer.json() as { finalHeight: number }).finalHeight, () => 0);
}
