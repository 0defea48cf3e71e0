import { refuse } from '../../primitives/refusal';
import type { PowParameters } from '../../protocol/genesis';
import type { Clock } from '../clock';
import type { NodeLog } from '../node-log';
import { HashRate } from './hash-rate';
import { Miners, type MiningJob } from './miners';
import { readWantedThreads, threadsMax, writeWantedThreads } from './wanted-threads';

export interface OwnMinersOptions {
  readonly workFunction: PowParameters['workFunction'];
  /** The node's data folder, where the wanted number of threads is kept. */
  readonly dataDir: string;
}

export interface OwnMinersParts {
  readonly clock: Clock;
  readonly log: NodeLog;
  /** Whether anything mines from now on. */
  onSwitched(on: boolean): void;
  onFound(job: number, nonce: number): void;
}

/** How this node mines: with as many threads as somebody wanted, also after a restart. */
export class OwnMiners {
  readonly #options: OwnMinersOptions;
  readonly #parts: OwnMinersParts;
  readonly #miners: Miners;
  #rate: HashRate;

  constructor(options: OwnMinersOptions, parts: OwnMinersParts) {
    this.#options = options;
    this.#parts = parts;
    this.#rate = new HashRate(parts.clock.nowMs());
    this.#miners = new Miners(options.workFunction, {
      onFound: (job, nonce) => parts.onFound(job, nonce),
      onFailed: (error) => {
        parts.log('error', 'a mining thread broke down; mining stops', { reason: error.message });
        this.#setThreads(0);
      },
    });
  }

  begin(): void {
    const wanted = readWantedThreads(this.#options.dataDir);
    if (wanted === undefined) this.#parts.log('warn', 'mining.json cannot be read: one thread mines', {});
    this.#setThreads(wanted ?? 1);
  }

  status(): { readonly threads: number; readonly threadsMax: number; readonly hashesPerSecond: number } {
    const { threads, hashes } = this.#miners;
    return { threads, threadsMax: threadsMax(), hashesPerSecond: this.#rate.perSecond(hashes, this.#parts.clock.nowMs()) };
  }

  /** With so many threads from now on; 0: not at all. @throws Refusal THREADS_OUT_OF_RANGE {threadsMax}. */
  want(threads: number): void {
    if (!Number.isInteger(threads) || threads < 0 || threads > threadsMax()) refuse('THREADS_OUT_OF_RANGE', { threadsMax: threadsMax() });
    writeWantedThreads(this.#options.dataDir, threads);
    this.#setThreads(threads);
  }

  mine(job: MiningJob): void {
    this.#miners.mine(job);
  }

  rest(): void {
    this.#miners.stop();
  }

  close(): void {
    this.#miners.close();
  }

  #setThreads(threads: number): void {
    this.#parts.onSwitched(threads > 0);
    this.#miners.setThreads(threads);
    this.#rate = new HashRate(this.#parts.clock.nowMs());
  }
}
