import { setTimeout as sleep } from 'node:timers/promises';
import { percentile, round } from '../support/bench';
import type { Bench } from '../support/bench';
import { cpuMs, rssMb, startNodes } from './chain-nodes';
import { Load } from './load-orders';
import type { LoadAnswer } from './load-orders';

/** More than any chain here takes in a second. */
const SIGNED_PER_SECOND = 7_000;
const HALF_SECONDS_MAX = 10;
const SINGLE_SECONDS = 10;
const IDLE_SECONDS = 3;
const WARM_UP_SECONDS = 2;
const IN_FLIGHT = 1_500;

/** Signed payments through real node processes on this machine, submitted to some nodes and seen final on another. */
export const bench: Bench = async ({ validators, seconds, certificates, log }) => {
  const chain = await startNodes({ validators, consensus: { certificates } });
  const load = await Load.start(chain.chain, chain.nodes);
  const halfSeconds = Math.min(HALF_SECONDS_MAX, seconds);
  try {
    await sleep(IDLE_SECONDS * 1000);
    const rssMbIdle = rssMb(chain.nodes);
    log('signing payments');
    await load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * (seconds + WARM_UP_SECONDS + halfSeconds / 2) + 20 * (SINGLE_SECONDS + 1) });
    const tenASecond = async () => {
      log(`10 payments a second for ${SINGLE_SECONDS} s`);
      await load.order({ phase: 'single', seconds: 1, perSecond: 10 });
      return load.order({ phase: 'single', seconds: SINGLE_SECONDS, perSecond: 10 });
    };
    const fresh = await tenASecond();

    log(`as many as the chain takes for ${seconds} s`);
    await load.order({ phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    const cpuBefore = cpuMs(chain.nodes);
    const full = await load.order({ phase: 'saturate', seconds, inFlight: IN_FLIGHT });
    const cpuMsPerTx = (cpuMs(chain.nodes) - cpuBefore) / full.final;
    const txPerSecond = full.final / full.seconds;

    log(`half of that (${Math.round(txPerSecond / 2)} a second)`);
    const half = await load.order({ phase: 'steady', seconds: halfSeconds, perSecond: txPerSecond / 2 });
    const rssMbHalf = rssMb(chain.nodes);
    return figures({ txPerSecond, cpuMsPerTx, rssMbIdle, rssMbHalf, fresh, half, warm: await tenASecond() });
  } finally {
    load.stop();
    await chain.stop();
  }
};

function figures(measured: { txPerSecond: number; cpuMsPerTx: number; rssMbIdle: number; rssMbHalf: number; fresh: LoadAnswer; half: LoadAnswer; warm: LoadAnswer }) {
  const { fresh, half, warm, txPerSecond, cpuMsPerTx, rssMbIdle, rssMbHalf } = measured;
  return {
    txPerSecond: round(txPerSecond),
    cpuMsPerTx: Math.round(cpuMsPerTx * 10_000) / 10_000,
    finalMsP50At10: round(percentile(fresh.latenciesMs, 0.5)),
    finalMsP99At10: round(percentile(fresh.latenciesMs, 0.99)),
    finalMsP50AtHalf: round(percentile(half.latenciesMs, 0.5)),
    finalMsP99AtHalf: round(percentile(half.latenciesMs, 0.99)),
    finalMsP50At10Warm: round(percentile(warm.latenciesMs, 0.5)),
    finalMsP99At10Warm: round(percentile(warm.latenciesMs, 0.99)),
    rssMbIdle: round(rssMbIdle),
    rssMbHalf: round(rssMbHalf),
  };
}
