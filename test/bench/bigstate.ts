import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, writeLocalFolders } from '@bystack/chain-core/testing/local-chain';
import type { LocalChain, LocalFolder } from '@bystack/chain-core/testing/local-chain';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { cpuMs, nodeIn, rssMb } from './chain-nodes';
import { writeLargeState } from './large-state';
import { LARGE_STATE_AMOUNT } from './large-state-coins';
import { Load, LOAD_SEED } from './load-orders';
import { dataDirOf } from './written-chain';

const SMALL_ENTRIES = 20_000;
const SIGNED_PER_SECOND = 9_000;
const WARM_UP_SECONDS = 3;
const IN_FLIGHT = 1_500;

interface Measured {
  readonly txPerSecond: number;
  readonly cpuMsPerTx: number;
  readonly rssMb: number;
  readonly restartMs: number;
}

/**
 * Payments out of random coins of a state with many entries, against the same load on a small one. One node: the figure is about what a
 * node does with its state, and four on two cores would mostly measure each other.
 */
export const bench: Bench = async ({ seconds, entries, log }) => {
  const small = await measure(SMALL_ENTRIES, seconds, log);
  const big = await measure(entries, seconds, log);
  return {
    keptShare: round(big.txPerSecond / small.txPerSecond),
    rssMb: big.rssMb,
    restartMs: big.restartMs,
    entries,
    txPerSecond: big.txPerSecond,
    txPerSecondSmall: small.txPerSecond,
    cpuMsPerTx: big.cpuMsPerTx,
    cpuMsPerTxSmall: small.cpuMsPerTx,
    rssMbSmall: small.rssMb,
    restartMsSmall: small.restartMs,
  };
};

async function measure(entries: number, seconds: number, log: (line: string) => void): Promise<Measured> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-state-'));
  const chain = makeLocalChain({ validators: 1 });
  const [folder] = (await writeLocalFolders(chain, dir, process.env['BENCH_LOG_LEVEL'] ?? 'warn')) as [LocalFolder];
  const node = nodeIn(folder);
  try {
    log(`loading a state of ${entries} entries`);
    const output = new Coins({ chainId: chain.chainId, seed: LOAD_SEED }).encodedCoin(LARGE_STATE_AMOUNT);
    await writeLargeState(chain, dataDirOf(folder), entries, output);
    await node.start();
    const loaded = await underLoad(chain, node, { entries, seconds }, log);
    // Not a good night's stop: the next start makes everything since the last checkpoint again.
    await node.kill('SIGKILL');
    const began = performance.now();
    await node.start();
    return { ...loaded, restartMs: round(performance.now() - began) };
  } finally {
    await node.kill('SIGKILL').catch(() => undefined);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function underLoad(chain: LocalChain, node: NodeProcess, { entries, seconds }: { entries: number; seconds: number }, log: (line: string) => void): Promise<Omit<Measured, 'restartMs'>> {
  const load = await Load.start(chain, [node], 'payments', entries);
  try {
    log('signing payments');
    await load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * (seconds + WARM_UP_SECONDS) });
    await load.order({ phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    log(`as many as the node takes for ${seconds} s`);
    const cpuBefore = cpuMs([node]);
    const full = await load.order({ phase: 'saturate', seconds, inFlight: IN_FLIGHT });
    const cpuMsPerTx = (cpuMs([node]) - cpuBefore) / full.final;
    return { txPerSecond: round(full.final / full.seconds), cpuMsPerTx: Math.round(cpuMsPerTx * 10_000) / 10_000, rssMb: round(rssMb([node])) };
  } finally {
    load.stop();
  }
}
