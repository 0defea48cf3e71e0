import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { percentile, round } from '../support/bench';
import type { Bench } from '../support/bench';
import type { LoadAnswer, LoadOrder } from './chain-load';
import { cpuMs, rssMb, startNodes } from './chain-nodes';
import type { ChainNodes } from './chain-nodes';

/** More than any chain here takes in a second. */
const SIGNED_PER_SECOND = 7_000;
const HALF_SECONDS_MAX = 10;
const SINGLE_SECONDS = 10;
const IDLE_SECONDS = 3;
const WARM_UP_SECONDS = 2;
const IN_FLIGHT = 1_500;

/** Signed transfers through real node processes on this machine, submitted to some nodes and seen final on another. */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes(validators);
  const load = await startLoad(chain);
  const halfSeconds = Math.min(HALF_SECONDS_MAX, seconds);
  try {
    await sleep(IDLE_SECONDS * 1000);
    const rssMbIdle = rssMb(chain.nodes);
    log('signing transfers');
    await order(load, { phase: 'prepare', seconds: 0, transfers: SIGNED_PER_SECOND * (seconds + WARM_UP_SECONDS + halfSeconds / 2) });

    log(`10 transfers a second for ${SINGLE_SECONDS} s`);
    await order(load, { phase: 'single', seconds: 1, perSecond: 10 });
    const single = await order(load, { phase: 'single', seconds: SINGLE_SECONDS, perSecond: 10 });

    log(`as many as the chain takes for ${seconds} s`);
    await order(load, { phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    const cpuBefore = cpuMs(chain.nodes);
    const full = await order(load, { phase: 'saturate', seconds, inFlight: IN_FLIGHT });
    const cpuMsPerTx = (cpuMs(chain.nodes) - cpuBefore) / full.final;
    const txPerSecond = full.final / full.seconds;

    log(`half of that (${Math.round(txPerSecond / 2)} a second)`);
    const half = await order(load, { phase: 'steady', seconds: halfSeconds, perSecond: txPerSecond / 2 });
    return figures({ txPerSecond, cpuMsPerTx, rssMbIdle, rssMbHalf: rssMb(chain.nodes), single, half });
  } finally {
    load.disconnect();
    await chain.stop();
  }
};

function figures(measured: { txPerSecond: number; cpuMsPerTx: number; rssMbIdle: number; rssMbHalf: number; single: LoadAnswer; half: LoadAnswer }) {
  const { single, half, txPerSecond, cpuMsPerTx, rssMbIdle, rssMbHalf } = measured;
  return {
    txPerSecond: round(txPerSecond),
    cpuMsPerTx: Math.round(cpuMsPerTx * 10_000) / 10_000,
    finalMsP50At10: round(percentile(single.latenciesMs, 0.5)),
    finalMsP99At10: round(percentile(single.latenciesMs, 0.99)),
    finalMsP50AtHalf: round(percentile(half.latenciesMs, 0.5)),
    finalMsP99AtHalf: round(percentile(half.latenciesMs, 0.99)),
    rssMbIdle: round(rssMbIdle),
    rssMbHalf: round(rssMbHalf),
  };
}

async function startLoad({ chain, nodes }: ChainNodes): Promise<ChildProcess> {
  const told = JSON.stringify({ chainId: toHex(chain.chainId), folders: nodes.map(({ folder }) => folder) });
  const load = fork(join(__dirname, 'chain-load.js'), { env: { ...process.env, BENCH_LOAD: told } });
  await once(load, 'message');
  return load;
}

async function order(load: ChildProcess, what: LoadOrder): Promise<LoadAnswer> {
  load.send(what);
  const [answer] = (await Promise.race([once(load, 'message'), once(load, 'exit').then(() => [{ error: 'the load process ended' }])])) as [LoadAnswer | { error: string }];
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}
