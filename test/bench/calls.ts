import { percentile, round } from '../support/bench';
import type { Bench } from '../support/bench';
import { CALL_MODULES } from './call-package';
import { cpuMs, rssMb, startNodes } from './chain-nodes';
import { Load } from './load-orders';

/** More than any chain here takes in a second. */
const SIGNED_PER_SECOND = 3_500;
/** Calls are valid for less than two minutes, so they are signed for one stretch after another. */
const STRETCH_SECONDS = 15;
const WARM_UP_SECONDS = 4;
const HALF_SECONDS = 5;
const IN_FLIGHT = 1_000;

/** Records of about a kilobyte through the rule book: each validated against a schema and a CEL guard, indexed, and announced. */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes({ validators, modules: CALL_MODULES });
  const load = await Load.start(chain.chain, chain.nodes, 'calls');
  const measured = { final: 0, seconds: 0, cpuMs: 0 };
  try {
    log('signing calls');
    await load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * WARM_UP_SECONDS });
    await load.order({ phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    for (let done = 0; done < seconds; done += STRETCH_SECONDS) {
      const stretch = Math.min(STRETCH_SECONDS, seconds - done);
      await load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * stretch });
      log(`as many as the chain takes for ${stretch} s`);
      const before = cpuMs(chain.nodes);
      const { final, seconds: took } = await load.order({ phase: 'saturate', seconds: stretch, inFlight: IN_FLIGHT });
      measured.final += final;
      measured.seconds += took;
      measured.cpuMs += cpuMs(chain.nodes) - before;
    }
    const callsPerSecond = measured.final / measured.seconds;
    await load.order({ phase: 'prepare', seconds: 0, transactions: callsPerSecond * HALF_SECONDS });
    const half = await load.order({ phase: 'steady', seconds: HALF_SECONDS, perSecond: callsPerSecond / 2 });
    return {
      callsPerSecond: round(callsPerSecond),
      cpuMsPerCall: Math.round((measured.cpuMs / measured.final) * 10_000) / 10_000,
      finalMsP50AtHalf: round(percentile(half.latenciesMs, 0.5)),
      finalMsP99AtHalf: round(percentile(half.latenciesMs, 0.99)),
      rssMb: round(rssMb(chain.nodes)),
    };
  } finally {
    load.stop();
    await chain.stop();
  }
};
