import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { joinPrefixed } from '../codec/prefixed-list';
import type { SignatureVerifier } from '../ledger/signature-verifier';
import type { Bytes, Hash } from '../primitives/bytes';
import type { SealedTransaction } from '../protocol/transaction';
import { NODE } from './limits';
import type { NodeLog } from './node-log';

/** To a worker: `count` transactions, packed as joinPrefixed does. The memory is handed over, not shared: libsodium's binding reads no shared memory. */
export interface SignatureJob {
  readonly number: number;
  readonly packed: Bytes;
  readonly count: number;
}

/** From a worker: for each transaction 1 if it can be decoded and all its signatures hold, else 0. */
export interface SignatureVerdicts {
  readonly number: number;
  readonly verdicts: Uint8Array;
}

export interface SignaturePoolOptions {
  readonly chainId: Hash;
  /** Threads at most; 0: signatures are verified where they are needed. */
  readonly workers: number;
  /** A thread with so many to do gets no more; Infinity for one whose work nobody else does meanwhile. */
  readonly transactionsMax?: number;
  /** The worker's program; another place for tests that run from sources. */
  readonly program?: string;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, { readonly count: number; readonly resolve: (verdicts: Uint8Array | undefined) => void }>;
  transactions: number;
}

/**
 * Verifies signatures on other threads when this one has more to do than it gets through. A worker's word is taken for "these bytes are
 * well signed" only; whatever it did not say so of is verified on this thread as ever, so a worker that fails costs nothing but its help.
 */
export class SignaturePool {
  readonly #options: SignaturePoolOptions;
  readonly #log: NodeLog;
  readonly #threads: Thread[] = [];
  #number = 0;
  #closed = false;

  constructor(options: SignaturePoolOptions, parts: { readonly log: NodeLog }) {
    this.#options = options;
    this.#log = parts.log;
  }

  /** Transactions that workers have and have not answered for. */
  get transactions(): number {
    return this.#threads.reduce((sum, thread) => sum + thread.transactions, 0);
  }

  /**
   * @param backlog transactions that wait for this thread
   * @returns a verdict for each (see SignatureVerdicts); undefined when this thread had better do it itself
   */
  async check(transactions: readonly Bytes[], backlog: number): Promise<Uint8Array | undefined> {
    if (transactions.length < NODE.workerBatchMin || backlog + transactions.length < NODE.workerBacklogMin) return undefined;
    const thread = this.#idlest();
    if (thread === undefined) return undefined;
    this.#number += 1;
    const number = this.#number;
    const packed = new Uint8Array(joinPrefixed(transactions));
    return new Promise((resolve) => {
      thread.waiting.set(number, { count: transactions.length, resolve });
      thread.transactions += transactions.length;
      thread.worker.postMessage({ number, packed, count: transactions.length } satisfies SignatureJob, [packed.buffer]);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  /** The thread with the least to do, unless that is already too much. Threads are made when they are first needed. */
  #idlest(): Thread | undefined {
    if (this.#closed) return undefined;
    const [idlest] = [...this.#threads].sort((a, b) => a.transactions - b.transactions);
    if (idlest !== undefined && idlest.transactions === 0) return idlest;
    if (this.#threads.length < this.#options.workers) return this.#start();
    return idlest !== undefined && idlest.transactions < (this.#options.transactionsMax ?? NODE.workerTransactionsMax) ? idlest : undefined;
  }

  #start(): Thread {
    const worker = new Worker(this.#options.program ?? join(__dirname, 'signature-worker.js'), { workerData: this.#options.chainId });
    const thread: Thread = { worker, waiting: new Map(), transactions: 0 };
    worker.on('message', (answer: SignatureVerdicts) => this.#answered(thread, answer));
    worker.on('error', (error) => this.#log('error', 'a thread that verifies signatures has failed', { reason: error.message }));
    worker.on('exit', (code) => this.#ended(thread, code));
    worker.unref();
    this.#threads.push(thread);
    return thread;
  }

  #answered(thread: Thread, { number, verdicts }: SignatureVerdicts): void {
    const job = thread.waiting.get(number)!;
    thread.waiting.delete(number);
    thread.transactions -= job.count;
    job.resolve(verdicts);
  }

  /** It ends by itself when there was nothing to do for a while; what it was given in that very moment is left to this thread. */
  #ended(thread: Thread, code: number): void {
    this.#threads.splice(this.#threads.indexOf(thread), 1);
    for (const { resolve } of thread.waiting.values()) resolve(undefined);
    // A worker that failed once would fail again: from now on this thread does the work.
    if (code !== 0) this.#closed = true;
  }
}

/** Has the signatures of transactions verified on other threads, if these have room. */
export async function checkSignatures(transactions: readonly SealedTransaction[], pool: SignaturePool, verifier: SignatureVerifier): Promise<void> {
  const verdicts = await pool.check(transactions.map(({ bytes }) => bytes), NODE.workerBacklogMin);
  verdicts?.forEach((verdict, i) => verdict === 1 && verifier.markVerified(transactions[i]!));
}
