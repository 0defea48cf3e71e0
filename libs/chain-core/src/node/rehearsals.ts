import { randomBytes } from 'node:crypto';
import type { RehearsalReport } from '../execution';
import type { Rehearsal } from '../execution/swap/rehearsal';
import { refuse } from '../primitives/refusal';
import type { Clock } from './clock';
import { NODE } from './limits';

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
/** What a rehearsal is to its node. */
export type Trial = Pick<Rehearsal, 'step' | 'progress' | 'report'>;
interface Run {
  readonly ended: Promise<void>;
  standing(): RehearsalStanding;
}

/** Tries changes of modules out beside the node's other work, one at a time and a little at a time. The newest few are remembered until the node ends. */
export class Rehearsals {
  /** Oldest first. Of those that are over only the report is kept. */
  readonly #runs = new Map<string, Run>();
  #running: Promise<void> | undefined;
  #closing = false;

  constructor(private readonly parts: { readonly clock: Clock; onFatal(error: unknown): void }) {}

  /** @throws Refusal REHEARSAL_RUNS: one at a time; and what `make` refuses */
  begin(height: number, make: () => Trial): RehearsalStanding {
    if (this.#running !== undefined) refuse('REHEARSAL_RUNS');
    const trial = make();
    // By its id a report is asked for, also from a node that was started again since: no two runs may ever share one.
    const id = randomBytes(16).toString('hex');
    const beganMs = this.parts.clock.nowMs();
    const standing = (): RehearsalStanding => ({ id, height, ...trial.progress, tookMs: this.parts.clock.nowMs() - beganMs, report: undefined });
    const ended = this.#run(trial).then((isWhole) => {
      const last = { ...standing(), report: trial.report };
      // Half a report is none.
      if (isWhole) this.#runs.set(id, { ended, standing: () => last });
      else this.#runs.delete(id);
      this.#running = undefined;
    });
    this.#running = ended;
    this.#runs.set(id, { ended, standing });
    for (const [oldest] of this.#runs) if (this.#runs.size > NODE.rehearsalsKept) this.#runs.delete(oldest);
    return standing();
  }

  /** @throws Refusal NO_SUCH_REHEARSAL: it is forgotten, or the node was started again since */
  find(id: string): RehearsalStanding {
    return this.#find(id).standing();
  }

  /** The same once it is over. @throws Refusal NO_SUCH_REHEARSAL */
  async end(id: string): Promise<RehearsalStanding> {
    await this.#find(id).ended;
    return this.find(id);
  }

  /** What runs comes to nothing. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#running;
  }

  /** @returns whether it came to its end */
  async #run(trial: Trial): Promise<boolean> {
    try {
      do await new Promise((resolve) => setImmediate(resolve));
      while (!this.#closing && (await trial.step()));
    } catch (error) {
      this.parts.onFatal(error);
      return false;
    }
    return !this.#closing;
  }

  #find(id: string): Run {
    return this.#runs.get(id) ?? refuse('NO_SUCH_REHEARSAL', { id });
  }
}
