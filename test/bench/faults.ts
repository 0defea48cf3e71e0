import { setTimeout as sleep } from 'node:timers/promises';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { startNodes } from './chain-nodes';
import { Load } from './load-orders';

const PER_SECOND = 200;
const HEALTHY_SECONDS = 5;

/** One validator is killed (SIGKILL) under a moderate load; the others go on without it. */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes({ validators });
  const [victim, ...others] = chain.nodes;
  const load = await Load.start(chain.chain, others);
  try {
    await load.order({ phase: 'prepare', seconds: 0, transactions: PER_SECOND * (HEALTHY_SECONDS + seconds + 2) });
    log(`${PER_SECOND} payments a second, everybody well, for ${HEALTHY_SECONDS} s`);
    await load.order({ phase: 'steady', seconds: 1, perSecond: PER_SECOND });
    const healthy = await load.order({ phase: 'steady', seconds: HEALTHY_SECONDS, perSecond: PER_SECOND });
    log(`the same for ${seconds} s, with one validator killed after a second`);
    const [killed] = await Promise.all([load.order({ phase: 'steady', seconds, perSecond: PER_SECOND }), sleep(1_000).then(() => victim!.kill('SIGKILL'))]);
    return { gapMsMax: round(killed.gapMsMax), gapMsMaxHealthy: round(healthy.gapMsMax), txPerSecondAfter: round(killed.final / killed.seconds) };
  } finally {
    load.stop();
    await chain.stop();
  }
};
