import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Problem, RehearsalRun } from '@bystack/api';
import { Database } from '../../platform/db';
import { ProblemError, problemError } from '../../platform/errors';
import { Jobs } from '../../platform/queue';
import { Outlooks } from '../governance';
import { Operations } from '../operations';
import { REHEARSAL_LIMITS } from './limits';
import { RehearsalRow, type KeptReport } from './rows';
import { stepFacts } from './steps';
import { Trials } from './trials';

/** Asks nodes until there is a report. Everything that counts is in the database: whoever is started again goes on with it. */
@Injectable()
export class Follow implements OnModuleInit, BeforeApplicationShutdown {
  readonly #log = new Logger('rehearsals');
  readonly #followed = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly operations: Operations,
    private readonly outlooks: Outlooks,
    private readonly trials: Trials,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    setMaxListeners(0, this.#closing.signal); // One for each rehearsal that is followed: they come and go, however many there are.
    this.jobs.define({ name: 'follow-rehearsals', everyMs: REHEARSAL_LIMITS.sweepEveryMs, run: () => this.#sweep() });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#followed.values());
  }

  begin(id: string): void {
    if (this.#followed.has(id) || this.#closing.signal.aborted) return;
    const following = this.#follow(id)
      .catch((error: unknown) => this.#log.error(error))
      .finally(() => this.#followed.delete(id));
    this.#followed.set(id, following);
  }

  async #sweep(): Promise<void> {
    for (const { id } of await this.operations.runningOfKind('chain.rehearse')) this.begin(id);
  }

  async #follow(id: string): Promise<void> {
    let heardAtMs = Date.now();
    while (!this.#closing.signal.aborted) {
      const row = await this.database.manager.findOneBy(RehearsalRow, { id });
      if (row === null) return this.#end(id, problemError('NOT_FOUND').problem); // Its chain is gone.
      try {
        const run = await (row.runId === null ? this.trials.begin(row) : this.trials.look(row));
        heardAtMs = Date.now();
        if (await this.#note(id, run, await this.#kept(row, run))) return;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        const problem = await this.#whyOver(row, error.problem, Date.now() - heardAtMs);
        if (problem) return this.#end(id, problem);
      }
      await sleep(REHEARSAL_LIMITS.lookEveryMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** With what whoever proposes the same is warned of. */
  async #kept({ organisationId, chainId, changes }: RehearsalRow, { report }: RehearsalRun): Promise<KeptReport | null> {
    return report && { ...report, warnings: await this.outlooks.warnings(organisationId, chainId, changes) };
  }

  /** @returns whether it is over */
  #note(id: string, run: RehearsalRun, report: KeptReport | null): Promise<boolean> {
    return this.database.transaction(async () => {
      const operation = await this.operations.lockRunning(id);
      if (operation === null) return true;
      if (report !== null) await this.database.manager.update(RehearsalRow, { id }, { report, tookMs: run.tookMs, height: run.height } as never);
      return (await this.operations.observe(operation, stepFacts(run))).state !== 'running';
    });
  }

  /** Null: there is hope. A node that fails is replaced by another a few times, and what finds them all busy waits for its turn. */
  async #whyOver(row: RehearsalRow, problem: Problem, silentMs: number): Promise<Problem | null> {
    if (problem.code === 'REHEARSAL_RUNS' && Date.now() - row.askedAtMs < REHEARSAL_LIMITS.busyMsMax) return null;
    if (row.runId === null) return problem;
    if (problem.code === 'NODE_UNREACHABLE' && silentMs < REHEARSAL_LIMITS.silentMsMax) return null;
    if (!['NODE_UNREACHABLE', 'NODE_ANSWER_INVALID', 'NO_SUCH_REHEARSAL', 'NOT_FOUND'].includes(problem.code)) return problem;
    if (row.tries >= REHEARSAL_LIMITS.triesMax) return problemError('REHEARSAL_LOST', { facts: { tries: row.tries } }).problem;
    await this.database.manager.update(RehearsalRow, { id: row.id }, { runId: null });
    return null;
  }

  #end(id: string, { code, detail }: Problem): Promise<void> {
    return this.database.transaction(async () => {
      const operation = await this.operations.lockRunning(id);
      if (operation !== null) await this.operations.fail(operation, { code, detail });
    });
  }
}
