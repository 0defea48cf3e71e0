import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { cpuMs, startNodes } from './chain-nodes';
import type { ChainNodes } from './chain-nodes';
import { Load } from './load-orders';
import { poisonKey, signPoison } from './poison-load';
import { Poisoner } from './poison-orders';

const SIGNED_PER_SECOND = 7_000;
const WARM_UP_SECONDS = 3;
const IN_FLIGHT = 1_500;
const POISON_PER_SECOND = 50;
/** Poison that is signed ahead, so that signing it takes nothing of the machine while the chain is measured. */
const POISON_SIGNED_PER_SECOND = 2_500;
/** Who sends as fast as they can has one key, or so many. */
const MANY_KEYS = 1_000;
const SLOW_KEY = 1_000_000;

/**
 * As much as the chain takes, again and again: alone, twice while somebody keeps sending transactions that make a module of every node throw, alone, and so on, first a few of these a second and
 * then as many as a client gets in. Each is compared with what was before and after it: what comes later is faster, because more of the program is compiled.
 */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes({ validators, modules: [{ name: 'counter', version: '1.0.0', params: {} }] }, join(__dirname, '../support/node-with-more.js'));
  const load = await Load.start(chain.chain, chain.nodes);
  const poisoner = await Poisoner.start(chain);
  const half = Math.ceil(seconds / 2);
  const prepare = () => load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * (half + WARM_UP_SECONDS) });
  const measured = async (): Promise<Kept> => {
    await load.order({ phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    const before = cpuMs(chain.nodes);
    const { final, seconds: took } = await load.order({ phase: 'saturate', seconds: half, inFlight: IN_FLIGHT });
    return { txPerSecond: final / took, cpuMsPerTx: (cpuMs(chain.nodes) - before) / final };
  };
  const alone = async () => {
    log(`as many as the chain takes for ${half} s`);
    await prepare();
    return measured();
  };
  const flooded = (signers: number) => async () => {
    await prepare();
    await poisoner.order({ phase: 'prepare', transactions: POISON_SIGNED_PER_SECOND * (half + WARM_UP_SECONDS), signers });
    const clientBefore = cpuMs([poisoner]);
    await poisoner.order({ phase: 'start' });
    const kept = await measured();
    const { offered, accepted, seconds: took, refused } = await poisoner.order({ phase: 'stop' });
    log(`of ${offered} refused: ${JSON.stringify(refused)}`);
    if (accepted + (refused['EXECUTION_FAULT'] ?? 0) === 0) throw new Error('no node took in what breaks a module: nothing was measured');
    return { ...kept, offeredPerSecond: offered / took, acceptedPerSecond: accepted / took, clientCores: (cpuMs([poisoner]) - clientBefore) / 1000 / took };
  };
  try {
    const first = await alone();
    log(`the same twice, and ${POISON_PER_SECOND} a second that break a module`);
    const slow = new SlowPoison(chain);
    const slowed = [await alone(), await alone()];
    const { accepted } = await slow.stop();
    if (accepted === 0) throw new Error('no node took in what breaks a module: nothing was measured');
    const second = await alone();
    log('the same twice, and as many that break a module as one client with one key gets in');
    const one = await twice(flooded(1));
    const third = await alone();
    log(`the same twice, with ${MANY_KEYS} keys`);
    const many = await twice(flooded(MANY_KEYS));
    const last = await alone();
    const [full, poisoned] = [meanOf([first, second]), meanOf(slowed)];
    return {
      keptShare: round(poisoned.txPerSecond / full.txPerSecond), txPerSecondFull: round(full.txPerSecond), txPerSecondPoisoned: round(poisoned.txPerSecond), poisonAccepted: accepted, keptShareByCpu: round(full.cpuMsPerTx / poisoned.cpuMsPerTx),
      ...floodFigures('OneKey', one, meanOf([second, third])), ...floodFigures('ManyKeys', many, meanOf([third, last])),
    };
  } finally {
    poisoner.stop();
    load.stop();
    await chain.stop();
  }
};

type Kept = Readonly<Record<'txPerSecond' | 'cpuMsPerTx', number>>;
type Flooded = Kept & Readonly<Record<'offeredPerSecond' | 'acceptedPerSecond' | 'clientCores', number>>;

async function twice(measure: () => Promise<Flooded>): Promise<Flooded> {
  return meanOf([await measure(), await measure()]);
}

/** `ByCpu`: by what the nodes' work for one payment costs them, which is less at the mercy of what else the machine does. */
function floodFigures(name: string, flooded: Flooded, alone: Kept) {
  return {
    [`keptShare${name}`]: round(flooded.txPerSecond / alone.txPerSecond), [`keptShareByCpu${name}`]: round(alone.cpuMsPerTx / flooded.cpuMsPerTx),
    [`txPerSecond${name}`]: round(flooded.txPerSecond), [`txPerSecondBeside${name}`]: round(alone.txPerSecond),
    [`offeredPerSecond${name}`]: round(flooded.offeredPerSecond), [`acceptedPerSecond${name}`]: round(flooded.acceptedPerSecond), [`clientCores${name}`]: round(flooded.clientCores),
  };
}

/** Number by number. */
function meanOf<T extends Readonly<Record<string, number>>>(all: readonly T[]): T {
  return Object.fromEntries(Object.keys(all[0]!).map((key) => [key, all.reduce((sum, one) => sum + one[key]!, 0) / all.length])) as T;
}

/** Sends until it is stopped, each another transaction and to the next node. */
class SlowPoison {
  #stopped = false;
  #accepted = 0;
  readonly #done: Promise<void>;

  constructor(chain: ChainNodes) {
    this.#done = this.#run(chain);
  }

  async stop(): Promise<{ readonly accepted: number }> {
    this.#stopped = true;
    await this.#done;
    return { accepted: this.#accepted };
  }

  async #run({ chain, nodes }: ChainNodes): Promise<void> {
    const signer = poisonKey(SLOW_KEY);
    for (let salt = 0; !this.#stopped; salt += 1) {
      const { status } = await nodes[salt % nodes.length]!.call('POST', '/transactions', { body: signPoison(chain.chainId, signer, salt, Date.now()) });
      if (status === 202) this.#accepted += 1;
      await sleep(1000 / POISON_PER_SECOND);
    }
  }
}
