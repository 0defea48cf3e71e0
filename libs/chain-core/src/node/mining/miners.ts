import { Worker } from 'node:worker_threads';
import type { Bytes } from '../../primitives/bytes';
import type { PowParameters } from '../../protocol/genesis';
import { meetsTarget, WORK_FUNCTIONS } from '../../protocol/pow/work-function';
import { NODE } from '../limits';
import { sha256dJob, sha256dModule } from './sha256d-search';
import { WORKER_SOURCE } from './worker-source';

/** One search: the last eight of the 80 bytes are the nonce. */
export interface MiningJob {
  readonly job: number;
  readonly preimage: Bytes;
  readonly target: bigint;
}

/** How a work function is searched for. */
export interface MinersParts {
  onFound(job: number, nonce: number): void;
  onFailed(error: Error): void;
}

/** Threads that search for nonces, one for each job. A new job replaces the one before at once; with no threads nothing is searched. */
export class Miners {
  readonly #parts: MinersParts;
  readonly #function: PowParameters['workFunction'];
  #workers: Worker[] = [];
  #shared = new Int32Array(new SharedArrayBuffer(4));
  #job: MiningJob | undefined;

  constructor(workFunction: PowParameters['workFunction'], parts: MinersParts) {
    this.#function = workFunction;
    this.#parts = parts;
  }

  get threads(): number {
    return this.#workers.length;
  }

  /** Hashes done since these threads were started. */
  get hashes(): number {
    return this.#workers.reduce((sum, _, i) => sum + (Atomics.load(this.#shared, 1 + 2 * i) >>> 0) + Atomics.load(this.#shared, 2 + 2 * i) * 2 ** 32, 0);
  }

  setThreads(threads: number): void {
    const job = this.#job;
    this.stop();
    this.#end();
    this.#shared = new Int32Array(new SharedArrayBuffer(4 + 8 * threads));
    const module = sha256dModule();
    this.#workers = Array.from({ length: threads }, (_, thread) => this.#start({ module, shared: this.#shared, thread, threads, chunk: NODE.miningChunk }));
    if (job !== undefined) this.mine(job);
  }

  mine(job: MiningJob): void {
    this.#job = job;
    Atomics.store(this.#shared, 0, job.job);
    // Work that costs nothing needs no search.
    if (this.#function === 'test') return void (this.threads > 0 && setImmediate(() => this.#found(job.job, 0)));
    for (const [thread, worker] of this.#workers.entries()) this.#search(worker, job, thread * 2 ** 32);
  }

  stop(): void {
    this.#job = undefined;
    Atomics.store(this.#shared, 0, 0);
  }

  close(): void {
    this.stop();
    this.#end();
  }

  #end(): void {
    for (const worker of this.#workers) void worker.terminate();
    this.#workers = [];
  }

  #start(workerData: object): Worker {
    const worker = new Worker(WORKER_SOURCE, { eval: true, workerData });
    worker.on('message', ({ job, nonce }: { job: number; nonce: number }) => {
      // Threads compare the first word only: the rest is looked at here.
      if (!this.#found(job, nonce) && this.#job?.job === job) this.#search(worker, this.#job, nonce + 1);
    });
    worker.on('error', (error) => this.#parts.onFailed(error));
    worker.unref();
    return worker;
  }

  #search(worker: Worker, { job, preimage, target }: MiningJob, from: number): void {
    worker.postMessage({ job, input: sha256dJob(preimage, 0, target), from });
  }

  /** The job is done with the first one: whoever gave it has another one soon. @returns whether the nonce is one */
  #found(job: number, nonce: number): boolean {
    if (this.#job?.job !== job) return false;
    const preimage = this.#job.preimage.slice();
    const view = new DataView(preimage.buffer);
    view.setUint32(72, Math.floor(nonce / 2 ** 32));
    view.setUint32(76, nonce % 2 ** 32);
    if (!meetsTarget(WORK_FUNCTIONS[this.#function](preimage), this.#job.target)) return false;
    this.stop();
    this.#parts.onFound(job, nonce);
    return true;
  }
}
