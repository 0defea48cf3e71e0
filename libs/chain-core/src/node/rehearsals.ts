import type { RehearsalReport } from '../execution';
import type { Rehearsal } from '../execution/swap/rehearsal';
import { refuse } from '../primitives/refusal';
import type { Clock } from './clock';

/** How far a rehearsal has come, and what came of it. */
export interface RehearsalStanding {
  readonly id: string;
  /** Of the final block it began at. */
  readonly height: number;
  readonly done: number;
  /** Entries in all, as far as they are counted. */
  readonly of: number;
  readonly tookMs: number;
  /** Undefined: it still runs. */
  readonly report: RehearsalReport | undefined;
}
interface Run {
  readonly id: string;
  readonly height: number;
  readonly beganMs: number;
  readonly rehearsal: Rehearsal;
  readonly ended: Promise<void>;
  endedMs?: number;
}

/** Tries changes of modules out beside the node's other work, one at a time and a little at a time. The last one is remembered until the next begins, or the node ends. */
export class Rehearsals {
  #last: Run | undefined;
  #closing = false;

  constructor(private readonly parts: { readonly clock: Clock; onFatal(error: unknown): void }) {}

  /** @throws Refusal REHEARSAL_RUNS: one at a time; and what `make` refuses */
  begin(height: number, make: () => Rehearsal): RehearsalStanding {
    if (this.#last !== undefined && this.#last.endedMs === undefined) refuse('REHEARSAL_RUNS');
    const rehearsal = make();
    const beganMs = this.parts.clock.nowMs();
    const run: Run = { id: `${height}-${beganMs}`, height, beganMs, rehearsal, ended: new Promise((resolve) => setImmediate(resolve)).then(() => this.#run(run)) };
    this.#last = run;
    return this.#standing(run);
  }

  /** @throws Refusal NO_SUCH_REHEARSAL: it is forgotten, or the node was started again since */
  find(id: string): RehearsalStanding {
    return this.#standing(this.#find(id));
  }

  /** The same once it is over. @throws Refusal NO_SUCH_REHEARSAL */
  async end(id: string): Promise<RehearsalStanding> {
    const run = this.#find(id);
    await run.ended;
    return this.#standing(run);
  }

  /** What runs comes to nothing. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#last?.ended;
  }

  async #run(run: Run): Promise<void> {
    try {
      while (!this.#closing && run.rehearsal.step()) await new Promise((resolve) => setImmediate(resolve));
    } catch (error) {
      this.parts.onFatal(error);
    }
    run.endedMs = this.parts.clock.nowMs();
  }

  #find(id: string): Run {
    return this.#last?.id === id ? this.#last : refuse('NO_SUCH_REHEARSAL', { id });
  }

  #standing({ id, height, beganMs, endedMs, rehearsal }: Run): RehearsalStanding {
    return { id, height, ...rehearsal.progress, tookMs: (endedMs ?? this.parts.clock.nowMs()) - beganMs, report: endedMs === undefined ? undefined : rehearsal.report };
  }
}
