import { percentile, round } from '../support/bench';
import type { Bench } from '../support/bench';
import { cpuMs, rssMb, startNodes } from './chain-nodes';
import type { ChainNodes } from './chain-nodes';
import { Load } from './load-orders';
import type { LoadOrder } from './load-orders';

const SIGNED_PER_SECOND = 7_000;
const WARM_UP_SECONDS = 3;
const IN_FLIGHT = 1_500;
const TIMES = 3;
const RSS_EVERY_MS = 500;

/**
 * As much as the chain takes, half of the time; three times that, whatever it says; then the other half, for a chain whose state grows, and whose
 * program is compiled better and better, is not the same one later.
 */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes({ validators });
  const load = await Load.start(chain.chain, chain.nodes);
  const asMuchAs = async (perSecond: number) => {
    log('signing payments');
    await load.order({ phase: 'prepare', seconds: 0, transactions: Math.ceil(perSecond * (seconds + WARM_UP_SECONDS)) });
    log(`as many as the chain takes for ${seconds / 2} s`);
    await load.order({ phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    return measured(chain, load, { phase: 'saturate', seconds: seconds / 2, inFlight: IN_FLIGHT });
  };
  try {
    const before = await asMuchAs(SIGNED_PER_SECOND);
    const offeredPerSecond = TIMES * before.txPerSecond;
    log(`${Math.round(offeredPerSecond)} a second for ${seconds} s`);
    const over = await measured(chain, load, { phase: 'flood', seconds, perSecond: offeredPerSecond });
    const after = await asMuchAs(before.txPerSecond * 2);
    const { latenciesMs, offered, refused } = over.answer;
    if (latenciesMs.length === 0) throw new Error('not one of the watched payments was accepted');
    const txPerSecondFull = (before.txPerSecond + after.txPerSecond) / 2;
    return {
      keptShare: round(over.txPerSecond / txPerSecondFull),
      acceptedMsP50: round(percentile(latenciesMs, 0.5)),
      acceptedMsP99: round(percentile(latenciesMs, 0.99)),
      rssGrowth: round(over.rssMb / before.rssMb),
      rssMbFull: round(before.rssMb),
      rssMbOver: round(over.rssMb),
      txPerSecondFull: round(txPerSecondFull),
      txPerSecondOver: round(over.txPerSecond),
      cpuMsPerTxFull: round((before.cpuMsPerTx + after.cpuMsPerTx) / 2),
      cpuMsPerTxOver: round(over.cpuMsPerTx),
      clientCoresFull: round((before.clientCores + after.clientCores) / 2),
      clientCoresOver: round(over.clientCores),
      offeredPerSecond: round(offered / seconds),
      refusedShare: round(refused / offered),
    };
  } finally {
    load.stop();
    await chain.stop();
  }
};

async function measured({ nodes }: ChainNodes, load: Load, order: LoadOrder) {
  const nodesBefore = cpuMs(nodes);
  const clientBefore = cpuMs([load]);
  const rss = watchRss(nodes);
  const answer = await load.order(order);
  const { final, seconds } = answer;
  return {
    answer,
    rssMb: rss.stop(),
    txPerSecond: final / seconds,
    cpuMsPerTx: (cpuMs(nodes) - nodesBefore) / final,
    clientCores: (cpuMs([load]) - clientBefore) / 1000 / seconds,
  };
}

/** The most that any node held at any time. */
function watchRss(nodes: ChainNodes['nodes']): { stop(): number } {
  let most = rssMb(nodes);
  const timer = setInterval(() => (most = Math.max(most, rssMb(nodes))), RSS_EVERY_MS);
  return { stop: () => (clearInterval(timer), most) };
}
