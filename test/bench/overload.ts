import { percentile, round } from '../support/bench';
import type { Bench } from '../support/bench';
import { rssMb, startNodes } from './chain-nodes';
import type { ChainNodes } from './chain-nodes';
import { Load } from './load-orders';

const SIGNED_PER_SECOND = 7_000;
const WARM_UP_SECONDS = 3;
const IN_FLIGHT = 1_500;
const TIMES = 3;
const RSS_EVERY_MS = 500;

/** First as much as the chain takes, then three times that, whatever it says. */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes({ validators });
  const load = await Load.start(chain.chain, chain.nodes);
  try {
    log('signing payments');
    await load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * (seconds + WARM_UP_SECONDS) });
    log(`as many as the chain takes for ${seconds} s`);
    await load.order({ phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    const rssFull = watchRss(chain);
    const full = await load.order({ phase: 'saturate', seconds, inFlight: IN_FLIGHT });
    const rssMbFull = rssFull.stop();
    const txPerSecondFull = full.final / full.seconds;

    log('signing payments');
    await load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * (seconds + WARM_UP_SECONDS) });
    const perSecond = TIMES * txPerSecondFull;
    log(`${Math.round(perSecond)} a second for ${seconds} s`);
    const rssOver = watchRss(chain);
    const flood = await load.order({ phase: 'flood', seconds, perSecond });
    const rssMbOver = rssOver.stop();
    if (flood.latenciesMs.length === 0) throw new Error('not one of the watched payments was accepted');
    return {
      keptShare: round(flood.final / flood.seconds / txPerSecondFull),
      acceptedMsP50: round(percentile(flood.latenciesMs, 0.5)),
      acceptedMsP99: round(percentile(flood.latenciesMs, 0.99)),
      rssGrowth: round(rssMbOver / rssMbFull),
      rssMbFull: round(rssMbFull),
      rssMbOver: round(rssMbOver),
      txPerSecondFull: round(txPerSecondFull),
      txPerSecondOver: round(flood.final / flood.seconds),
      offeredPerSecond: round(flood.offered / seconds),
      refusedShare: round(flood.refused / flood.offered),
    };
  } finally {
    load.stop();
    await chain.stop();
  }
};

/** The most that any node held at any time. */
function watchRss({ nodes }: ChainNodes): { stop(): number } {
  let most = rssMb(nodes);
  const timer = setInterval(() => (most = Math.max(most, rssMb(nodes))), RSS_EVERY_MS);
  return { stop: () => (clearInterval(timer), most) };
}
