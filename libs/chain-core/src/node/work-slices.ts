import type { Clock } from './clock';
import { NODE } from './limits';

interface Job {
  readonly count: number;
  readonly work: (index: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  next: number;
}

/**
 * Work in many small pieces (transactions to decode and verify), done a few milliseconds at a time, so that votes never wait behind a
 * thousand of somebody's transactions. Jobs are done in the order they came.
 */
export class WorkSlices {
  readonly #clock: Clock;
  readonly #jobs: Job[] = [];
  #pieces = 0;
  #scheduled = false;

  constructor(parts: { readonly clock: Clock }) {
    this.#clock = parts.clock;
  }

  /** Pieces that wait. */
  get pieces(): number {
    return this.#pieces;
  }

  /** Calls `work` for 0 to count - 1. What it throws ends this job only. */
  run(count: number, work: (index: number) => void): Promise<void> {
    if (count === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#jobs.push({ count, work, resolve, reject, next: 0 });
      this.#pieces += count;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#slice();
    });
  }

  #slice(): void {
    const endMs = this.#clock.nowMs() + NODE.sliceMs;
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      if (this.#clock.nowMs() >= endMs) return this.#schedule();
      this.#doSome(job);
    }
  }

  #doSome(job: Job): void {
    const end = Math.min(job.count, job.next + NODE.slicePieces);
    try {
      for (; job.next < end; job.next += 1) job.work(job.next);
    } catch (error) {
      this.#end(job);
      return job.reject(error);
    }
    if (job.next < job.count) return;
    this.#end(job);
    job.resolve();
  }

  #end(job: Job): void {
    this.#jobs.shift();
    this.#pieces -= job.count;
  }
}
