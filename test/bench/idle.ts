import { setTimeout as sleep } from 'node:timers/promises';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { cpuMs, rssMb, startNodes } from './chain-nodes';

const SETTLE_SECONDS = 10;
/** A heartbeat of the chain is among what is measured. */
const SECONDS_MIN = 40;

/** Validators of a chain on which nothing happens. */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes({ validators });
  try {
    await sleep(SETTLE_SECONDS * 1000);
    const measuredSeconds = Math.max(SECONDS_MIN, seconds);
    log(`nothing happens for ${measuredSeconds} s`);
    const cpuBefore = cpuMs(chain.nodes);
    const began = performance.now();
    await sleep(measuredSeconds * 1000);
    const cpuShare = (cpuMs(chain.nodes) - cpuBefore) / (performance.now() - began);
    return { cpuShare: Math.round(cpuShare * 10_000) / 10_000, rssMb: round(rssMb(chain.nodes)) };
  } finally {
    await chain.stop();
  }
};
