import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { utf8 } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { startNodes } from './chain-nodes';
import type { ChainNodes } from './chain-nodes';
import { Load } from './load-orders';

const SIGNED_PER_SECOND = 7_000;
const WARM_UP_SECONDS = 3;
const IN_FLIGHT = 1_500;
const POISON_PER_SECOND = 50;
const WINDOW_MS = 60_000;
const CLIENT = keyPairFromSeed(new Uint8Array(32).fill(13));

/**
 * As much as the chain takes, twice, and between the two twice the same while somebody keeps sending transactions that make a module of every
 * node throw: what comes later is faster, because more of the program is compiled.
 */
export const bench: Bench = async ({ validators, seconds, log }) => {
  const chain = await startNodes({ validators, modules: [{ name: 'counter', version: '1.0.0', params: {} }] }, join(__dirname, '../support/node-with-more.js'));
  const load = await Load.start(chain.chain, chain.nodes);
  const fullLoad = async () => {
    const half = Math.ceil(seconds / 2);
    await load.order({ phase: 'prepare', seconds: 0, transactions: SIGNED_PER_SECOND * (half + WARM_UP_SECONDS) });
    await load.order({ phase: 'saturate', seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    const { final, seconds: took } = await load.order({ phase: 'saturate', seconds: half, inFlight: IN_FLIGHT });
    return final / took;
  };
  try {
    log(`as many as the chain takes for ${seconds} s, half of it now`);
    const fullBefore = await fullLoad();
    log(`the same for ${seconds} s, and ${POISON_PER_SECOND} a second that break a module`);
    const poison = new Poison(chain);
    const poisoned = [await fullLoad(), await fullLoad()];
    const { accepted } = await poison.stop();
    log('the other half without');
    const txPerSecondFull = (fullBefore + (await fullLoad())) / 2;
    const txPerSecondPoisoned = (poisoned[0]! + poisoned[1]!) / 2;
    if (accepted === 0) throw new Error('no node took in what breaks a module: nothing was measured');
    return { keptShare: round(txPerSecondPoisoned / txPerSecondFull), txPerSecondFull: round(txPerSecondFull), txPerSecondPoisoned: round(txPerSecondPoisoned), poisonAccepted: accepted };
  } finally {
    load.stop();
    await chain.stop();
  }
};

/** Sends until it is stopped, each another transaction and to the next node. */
class Poison {
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
    for (let salt = 0; !this.#stopped; salt += 1) {
      const calls = [{ module: 'counter', command: 'break', actor: CLIENT.publicKey, payload: utf8('{}') }];
      const body = { validFromMs: Date.now() - 5_000, validUntilMs: Date.now() + WINDOW_MS, salt, inputs: [], outputs: [], calls };
      const { status } = await nodes[salt % nodes.length]!.call('POST', '/transactions', { body: signTransaction(chain.chainId, body, [CLIENT]).bytes });
      if (status === 202) this.#accepted += 1;
      await sleep(1000 / POISON_PER_SECOND);
    }
  }
}
