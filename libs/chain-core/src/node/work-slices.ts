import type { Clock } from './clock';
import { NODE } from './limits';

interface Job {
  readonly count: number;
  readonly work: (index: number) => unknown;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  next: number;
}

/**
 * Work in many small pieces (transactions to decode and verify), done a few milliseconds at a time, so that votes never wait behind a
 * thousand of somebody's transactions. Jobs of one source are done in the order they came; sources take turns, so that nobody waits
 * behind all that another one brought.
 */
export class WorkSlices {
  readonly #clock: Clock;
  /** Jobs by source; the source whose turn it is comes first. */
  readonly #jobs = new Map<string, Job[]>();
  #pieces = 0;
  #scheduled = false;
  #closed = false;

  constructor(parts: { readonly clock: Clock }) {
    this.#clock = parts.clock;
  }

  /** Pieces that wait. */
  get pieces(): number {
    return this.#pieces;
  }

  /** Calls `work` for 0 to count - 1, and waits for a promise of it before it goes on. What it throws ends this job only. Once closed it resolves without having done all. */
  run(source: string, count: number, work: (index: number) => unknown): Promise<void> {
    if (count === 0 || this.#closed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const job = { count, work, resolve, reject, next: 0 };
      const before = this.#jobs.get(source);
      if (before === undefined) this.#jobs.set(source, [job]);
      else before.push(job);
      this.#pieces += count;
      this.#schedule();
    });
  }

  /** Nothing is done any more: what the work reads is about to be closed. */
  close(): void {
    this.#closed = true;
    for (const jobs of this.#jobs.values()) for (const { resolve } of jobs) resolve();
    this.#jobs.clear();
    this.#pieces = 0;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => void this.#slice());
  }

  async #slice(): Promise<void> {
    const endMs = this.#clock.nowMs() + NODE.sliceMs;
    while (this.#jobs.size > 0 && this.#clock.nowMs() < endMs) {
      const [source, jobs] = this.#jobs.entries().next().value!;
      this.#jobs.delete(source);
      if (await this.#doSome(jobs[0]!)) jobs.shift();
      if (this.#closed) return jobs.forEach(({ resolve }) => resolve()); // While one was waited for: they were not there to be resolved.
      const come = this.#jobs.get(source) ?? []; // While one was waited for.
      if (jobs.length + come.length > 0) this.#jobs.set(source, [...jobs, ...come]);
    }
    this.#scheduled = false;
    if (this.#jobs.size > 0) this.#schedule();
  }

  /** @returns whether the job is over. */
  async #doSome(job: Job): Promise<boolean> {
    const end = Math.min(job.count, job.next + NODE.slicePieces);
    const { next } = job;
    try {
      for (; job.next < end; job.next += 1) {
        const given = job.work(job.next);
        if (given instanceof Promise) await given;
        if (this.#closed) return false;
      }
    } catch (error) {
      if (!this.#closed) this.#pieces -= job.count - next;
      job.reject(error);
      return true;
    }
    this.#pieces -= end - next;
    if (end < job.count) return false;
    job.resolve();
    return true;
  }
}
