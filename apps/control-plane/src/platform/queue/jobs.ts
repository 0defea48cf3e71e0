import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Queue, Worker, type Job } from 'bullmq';
import { SETTINGS, type Settings } from '../config';
import { openQueueBackend, type QueueBackend } from './backend';

export interface JobDefinition {
  /** Also the id of its schedule: asking twice makes one. */
  readonly name: string;
  readonly everyMs: number;
  /** Must do no harm when it runs twice, late, or after a crash in its middle. @returns DONE when there is nothing left for it to do: then it comes no more, but once after the next start */
  run(): Promise<void | typeof DONE>;
}

export const DONE = 'done';

const QUEUE = 'bystack';

/**
 * Work that comes again by the clock: sweeps over what PostgreSQL says, so that a lost queue loses nothing. Features register at start.
 * Delivery is at least once; every definition is repeatable.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #definitions = new Map<string, JobDefinition>();
  readonly #log = new Logger('jobs');
  #queue: Queue | undefined;
  /** How often each job ended well, by name. */
  readonly runs = new Map<string, number>();
  #closing: (() => Promise<void>) | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  define(definition: JobDefinition): void {
    this.#definitions.set(definition.name, definition);
  }

  async onApplicationBootstrap(): Promise<void> {
    const backend = await openQueueBackend(this.settings);
    const queue = new Queue(QUEUE, { connection: backend.connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: 100 } });
    const worker = new Worker(QUEUE, (job) => this.#run(job), { connection: backend.connection, concurrency: 2 });
    const complain = (error: Error) => this.#log.warn(`queue: ${error.message}`);
    queue.on('error', complain);
    worker.on('error', complain);
    this.#queue = queue;
    this.#closing = () => close(worker, queue, backend);
    for (const { name, everyMs } of this.#definitions.values()) await queue.upsertJobScheduler(name, { every: everyMs }, { name });
    for (const { key } of await queue.getJobSchedulers()) if (!this.#definitions.has(key)) await queue.removeJobScheduler(key);
  }

  /** While the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#closing?.();
  }

  async #run(job: Job): Promise<void> {
    try {
      if ((await this.#definitions.get(job.name)?.run()) === DONE) await this.#queue?.removeJobScheduler(job.name);
      this.runs.set(job.name, (this.runs.get(job.name) ?? 0) + 1);
    } catch (error) {
      this.#log.error(error);
      throw error;
    }
  }
}

async function close(worker: Worker, queue: Queue, backend: QueueBackend): Promise<void> {
  await worker.close();
  await queue.close();
  await backend.close();
}
